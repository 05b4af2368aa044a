// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them: 500ms, 10s, 1.5m; a bare number is seconds. */
final class Time implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)(ms|s|m)?");

  @Override
  public Duration convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException("'" + text + "' is no time such as 500ms, 10s or 2m");
    }
    Duration time = Duration.ofNanos(nanos(form.group(1), form.group(2)));
    if (time.isZero()) {
      throw new TypeConversionException("'" + text + "' is no time at all");
    }
    return time;
  }

  private static long nanos(String number, String unit) {
    int millis = "ms".equals(unit) ? 1 : "m".equals(unit) ? 60_000 : 1000;
    return new BigDecimal(number).multiply(BigDecimal.valueOf(1_000_000L * millis)).longValue();
  }
}
