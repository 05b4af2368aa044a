// SPDX-License-Identifier: Apache-2.0
package io.interloop.benchmarks;

import com.google.errorprone.annotations.FormatMethod;
import io.interloop.benchmarks.Results.Measured;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The results as a picture: a line for each row, a dot for each peer. How far to the right a dot
 * stands, on a logarithmic scale, says how many times as much as Interloop's handoff engine it
 * needs; left of the middle line it needs less.
 */
final class Chart {
  private static final int LEFT = 250;
  private static final int WIDTH = 640;
  private static final int STEP = 17;
  private static final int TOP = 90;

  /** The scale goes from a hundredth to a hundred times. */
  private static final double DECADES = 2;

  private final List<Measured> rows;
  private final StringBuilder svg = new StringBuilder();

  Chart(Results results) {
    rows = results.rows().stream().filter(row -> row.of(Peer.HANDOFF) != null).toList();
  }

  String svg() {
    int height = TOP + rows.size() * STEP + 30;
    element(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
            + " font-size='11'>",
        LEFT + WIDTH + 20, height);
    element("<rect width='100%%' height='100%%' fill='#ffffff'/>");
    element(
        "<text x='10' y='20' font-size='15'>"
            + "Times what Interloop (handoff) needs; left of the line: less</text>");
    legend();
    grid(height - 25);
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), TOP + i * STEP + STEP / 2);
    }
    element("</svg>");
    return svg.toString();
  }

  private void legend() {
    Set<Peer> peers = EnumSet.noneOf(Peer.class);
    rows.forEach(row -> peers.addAll(row.figures().keySet()));
    int x = 10;
    int y = 40;
    for (Peer peer : peers) {
      int width = 24 + peer.label().length() * 6;
      if (x + width > LEFT + WIDTH) {
        x = 10;
        y += 16;
      }
      dot(x + 5, y, peer, "");
      element("<text x='%d' y='%d'>%s</text>", x + 13, y + 4, escape(peer.label()));
      x += width;
    }
  }

  private void grid(int bottom) {
    for (double times : new double[] {0.01, 1 / 30.0, 0.1, 1 / 3.0, 1, 3, 10, 30, 100}) {
      int x = x(times);
      String colour = times == 1 ? "#444444" : "#dddddd";
      element("<line x1='%d' x2='%d' y1='%d' y2='%d' stroke='%s'/>", x, x, TOP - 5, bottom, colour);
      element(
          "<text x='%d' y='%d' text-anchor='middle' fill='#555555'>%s</text>",
          x,
          bottom + 15,
          times < 1 ? "1/" + Math.round(1 / times) : String.valueOf(Math.round(times)));
    }
  }

  private void row(Measured row, int y) {
    Double own = row.cost(Peer.HANDOFF);
    if (own == null) {
      return;
    }
    element("<text x='%d' y='%d' text-anchor='end'>%s</text>", LEFT - 10, y + 4, escape(row.id()));
    element("<line x1='%d' x2='%d' y1='%d' y2='%d' stroke='#f0f0f0'/>", LEFT, LEFT + WIDTH, y, y);
    row.figures()
        .forEach((peer, figure) -> {
          Double cost = row.cost(peer);
          double times = (cost == null ? figure.value() : cost) / own;
          String note =
              row.id()
                  + ", "
                  + peer.label()
                  + ": "
                  + Table.number(figure.value())
                  + " "
                  + row.unit()
                  + ", ×"
                  + Table.number(times);
          dot(x(times), y, peer, note);
        });
  }

  private void dot(int x, int y, Peer peer, String note) {
    element(
        "<circle cx='%d' cy='%d' r='4.5' fill='%s' fill-opacity='0.85'><title>%s</title></circle>",
        x, y, colour(peer), escape(note));
  }

  private static int x(double times) {
    double position = Math.clamp(Math.log10(times) / DECADES, -1, 1);
    return (int) Math.round(LEFT + WIDTH * (position + 1) / 2);
  }

  private static String colour(Peer peer) {
    return switch (peer) {
      case HANDOFF -> "#111111";
      case HANDOFF_ONE_CARRIER -> "#4d4d4d";
      case MOUNTED -> "#7a7a7a";
      case CONTINUATION -> "#b8a100";
      case HAND -> "#8c564b";
      case KOTLINX -> "#7f52ff";
      case LIBRARY -> "#17a2b8";
      case VIRTUAL_THREADS -> "#d62728";
      case COMPLETABLE_FUTURE -> "#ff7f0e";
      case EXECUTOR -> "#9467bd";
      case NETTY -> "#2ca02c";
      case VERTX -> "#e377c2";
      case CPYTHON -> "#1f77b4";
      case UVLOOP -> "#6baed6";
    };
  }

  @FormatMethod
  private void element(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
