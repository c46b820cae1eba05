package org.scorefield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The style sheet's colours can be read, and told apart, by everyone. Contrast and luminance are
/// those of WCAG 2.2; colour blindness is simulated as by Vienot, Brettel and Mollon (1999);
/// distances are in CIELAB (CIE 1976).
class PaletteTest {
  /// Rows give linear red, green and blue as a dichromat sees them.
  private static final double[][] DEUTERANOPIA = {
    {0.29275, 0.70725, 0}, {0.29275, 0.70725, 0}, {-0.02234, 0.02234, 1}
  };

  private static final double[][] PROTANOPIA = {
    {0.11238, 0.88762, 0}, {0.11238, 0.88762, 0}, {0.00401, -0.00401, 1}
  };

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textHasEnoughContrast(String scheme) {
    Function<String, double[]> colours = colours(scheme);
    for (String ground : List.of("paper", "surface", "sunken")) {
      assertThat(contrast(colours, "ink", ground)).isGreaterThan(7);
      assertThat(contrast(colours, "muted", ground)).isGreaterThan(4.5);
    }
    assertThat(contrast(colours, "accent", "surface")).isGreaterThan(4.5);
    for (String tone : List.of("good", "caution", "bad", "neutral")) {
      assertThat(contrast(colours, tone, tone + "-surface")).as(tone).isGreaterThan(4.5);
      assertThat(contrast(colours, "ink", tone + "-surface")).as(tone).isGreaterThan(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void curvesStandOutFromTheirGround(String scheme) {
    Function<String, double[]> colours = colours(scheme);
    for (int k = 1; k <= Symbols.COUNT; k++) {
      assertThat(contrast(colours, "series-" + k, "surface")).as("series %d", k).isGreaterThan(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void theFirstFourSeriesDifferForColourBlindReaders(String scheme) {
    Function<String, double[]> colours = colours(scheme);
    for (double[][] sight : List.of(DEUTERANOPIA, PROTANOPIA)) {
      for (int i = 1; i <= 4; i++) {
        for (int j = 1; j < i; j++) {
          double[] a = lab(seen(sight, colours.apply("series-" + i)));
          double[] b = lab(seen(sight, colours.apply("series-" + j)));
          assertThat(distance(a, b)).as("series %d and %d", i, j).isGreaterThan(12);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void shadesOfHeatRiseSteadilyInLightness(String scheme) {
    Function<String, double[]> colours = colours(scheme);
    double[] away =
        IntStream.rangeClosed(1, 5)
            .mapToDouble(k ->
                Math.abs(lab(colours.apply("heat-" + k))[0] - lab(colours.apply("surface"))[0]))
            .toArray();
    for (int k = 1; k < 5; k++) {
      assertThat(away[k] - away[k - 1]).as("step %d", k).isGreaterThan(10);
    }
  }

  /// Linear red, green and blue of each colour of the style sheet.
  private static Function<String, double[]> colours(String scheme) {
    String[] parts = Assets.style().split("@media screen and \\(prefers-color-scheme: dark\\)", 2);
    String part = parts[scheme.equals("light") ? 0 : 1];
    Map<String, double[]> colours = new HashMap<>();
    Matcher matcher = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{6});").matcher(part);
    while (matcher.find()) {
      int bits = Integer.parseInt(matcher.group(2), 16);
      colours.put(
          matcher.group(1),
          new double[] {linear(bits >> 16 & 255), linear(bits >> 8 & 255), linear(bits & 255)});
    }
    return name -> Objects.requireNonNull(colours.get(name), () -> "no colour " + name);
  }

  private static double linear(int level) {
    double c = level / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  private static double luminance(double[] c) {
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  }

  private static double contrast(Function<String, double[]> colours, String a, String b) {
    double x = luminance(colours.apply(a));
    double y = luminance(colours.apply(b));
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  }

  private static double[] seen(double[][] sight, double[] c) {
    return IntStream.range(0, 3)
        .mapToDouble(
            i -> Math.clamp(sight[i][0] * c[0] + sight[i][1] * c[1] + sight[i][2] * c[2], 0, 1))
        .toArray();
  }

  private static double[] lab(double[] c) {
    double x = curve((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
    double y = curve(luminance(c));
    double z = curve((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double curve(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }
}
