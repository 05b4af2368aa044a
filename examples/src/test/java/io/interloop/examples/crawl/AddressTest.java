// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people write them. */
class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://h, http://h/",
    "HTTP://Host:80/A?B#C, http://host/A?B",
    "https://h:443?q, https://h/?q",
    "https://h:8443/, https://h:8443/",
    "http://[::1]:8080/x, http://[::1]:8080/x",
    "http://bücher.example/ü, http://xn--bcher-kva.example/%C3%BC",
    "http://h/a b<c>%20%zz, http://h/a%20b%3Cc%3E%20%25zz",
    "http://h/a//b/../c, http://h/a//b/../c",
  })
  void oneSpellingForEachAddress(String text, String expected) throws Exception {
    assertThat(Address.of(text)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ftp://h/", "/a", "http:/h", "http://", "http://:80/", "http://h:x/"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> Address.of(text)).isInstanceOf(URISyntaxException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', http://h/a/b?q",
    "c, http://h/a/c",
    "/c d, http://h/c%20d",
    "../c#x, http://h/c",
    "?r, http://h/a/b?r",
    "//i/c, http://i/c",
    "https://h/, https://h/",
  })
  void referencesAreResolved(String reference, String expected) throws Exception {
    assertThat(Address.resolve(URI.create("http://h/a/b?q"), reference)).hasToString(expected);
  }

  @Test
  void percentCodesAreDecodedAndOthersStay() {
    assertThat(Address.decode("a%20%C3%BC%zz%2")).isEqualTo("a ü%zz%2");
  }
}
