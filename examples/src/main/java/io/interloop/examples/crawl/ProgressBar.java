// SPDX-License-Identifier: Apache-2.0
package io.interloop.examples.crawl;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that grows; so does what it has to reach, while pages are found. */
final class ProgressBar implements Progress {
  private final me.tongfei.progressbar.ProgressBar bar =
      new ProgressBarBuilder()
          .setTaskName("Crawling")
          .setStyle(ProgressBarStyle.ASCII)
          .setInitialMax(1)
          .setUpdateIntervalMillis((int) interval().toMillis())
          .hideEta()
          .clearDisplayOnFinish()
          .build();

  @Override
  public Duration interval() {
    return Duration.ofMillis(200);
  }

  @Override
  public void show(Statistics now, int known) {
    bar.maxHint(Math.max(1, known));
    bar.stepTo(now.visits());
    bar.setExtraMessage(
        String.format(Locale.ROOT, " %.0f/s, %,d failed", now.rate(), now.failures()));
  }

  @Override
  public void close() {
    bar.close();
  }
}
