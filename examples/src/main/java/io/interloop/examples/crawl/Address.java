// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses as people write them, made into URIs. As a browser does, it takes blanks, umlauts and
 * the like for their percent codes; {@link URI} alone would refuse them.
 */
final class Address {
  private static final Pattern HTTP =
      Pattern.compile("(?is)(https?)://([^/?#]*)([^?#]*)(\\?[^#]*)?(?:#.*)?");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("((?:[^@]*@)?)(\\[[^]]*]|[^:]*)(?::(.*))?");

  private Address() {}

  /** Returns whether the text is an absolute http(s) address, however bad the rest of it. */
  static boolean isHttp(String text) {
    return text.regionMatches(true, 0, "http://", 0, 7)
        || text.regionMatches(true, 0, "https://", 0, 8);
  }

  /**
   * Returns the URI of an absolute http(s) address, without the fragment; the same for the
   * spellings that differ in letters' case of the host, or in a port that goes without saying.
   *
   * @throws URISyntaxException if there is none
   */
  static URI of(String text) throws URISyntaxException {
    Matcher parts = HTTP.matcher(text);
    if (!parts.matches()) {
      throw new URISyntaxException(text, "not an http or https address");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String authority = authority(text, scheme, parts.group(2));
    String path = parts.group(3).isEmpty() ? "/" : parts.group(3);
    String query = parts.group(4) == null ? "" : parts.group(4);
    return new URI(scheme + "://" + authority + encode(path) + encode(query));
  }

  /**
   * Returns the URI of a reference, such as a redirect's, without the fragment.
   *
   * @param base the address of where it stands
   * @param reference an address, absolute or relative
   * @throws URISyntaxException if it is none, or not one of http or https
   */
  static URI resolve(URI base, String reference) throws URISyntaxException {
    if (isHttp(reference)) {
      return of(reference);
    }
    if (reference.isEmpty() || reference.startsWith("#")) {
      return of(base.toString());
    }
    // URI.resolve would take the last part of the path away.
    String text = reference.startsWith("?") ? base.getRawPath() + reference : reference;
    return of(base.resolve(new URI(encode(text))).toString());
  }

  private static String authority(String text, String scheme, String authority)
      throws URISyntaxException {
    Matcher parts = HOST_AND_PORT.matcher(authority);
    if (!parts.matches() || parts.group(2).isEmpty()) {
      throw new URISyntaxException(text, "no host");
    }
    String host = parts.group(2);
    if (!host.startsWith("[")) {
      try {
        host = IDN.toASCII(host).toLowerCase(Locale.ROOT);
      } catch (IllegalArgumentException failure) {
        throw new URISyntaxException(text, "no host name: " + host);
      }
    }
    String port = parts.group(3);
    if (port == null || port.isEmpty() || port.equals(defaultPort(scheme))) {
      return parts.group(1) + host;
    }
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
      throw new URISyntaxException(text, "no port: " + port);
    }
    return parts.group(1) + host + ":" + port;
  }

  private static String defaultPort(String scheme) {
    return scheme.equals("http") ? "80" : "443";
  }

  /** Returns the address without its query. */
  static URI withoutQuery(URI address) {
    String text = address.toString();
    int query = text.indexOf('?');
    return query < 0 ? address : URI.create(text.substring(0, query));
  }

  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      if (isPercentCode(text, i) || (character != '%' && isAllowed(character))) {
        encoded.appendCodePoint(character);
      } else {
        for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
          encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
        }
      }
      i += Character.charCount(character);
    }
    return encoded.toString();
  }

  private static boolean isAllowed(int character) {
    return character > 0x20 && character < 0x7f && "\"<>[\\]^`{|}".indexOf(character) < 0;
  }

  private static boolean isPercentCode(String text, int index) {
    return text.charAt(index) == '%'
        && index + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(index + 1))
        && HexFormat.isHexDigit(text.charAt(index + 2));
  }

  /** Replaces the percent codes; what is no percent code stays. */
  static String decode(String text) {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      if (isPercentCode(text, i)) {
        decoded.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 3;
      } else {
        int character = text.codePointAt(i);
        decoded.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(character);
      }
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }
}
