package org.scorefield.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as text, the same in every locale.
///
/// A bare number has four significant digits. A number with a standard error has as many as the
/// error supports: the error keeps two digits if its first three are 100 to 354, one if 355 to 949,
/// and rounds up to 1.0 beyond (Particle Data Group, *Review of Particle Physics*, introduction,
/// section 5.3), and the value ends at the same place, though never with more than {@value
/// #MOST_DIGITS} digits. Beyond six digits before the point, or three zeros after it, powers of ten
/// are split off.
public final class NumberText {
  private static final int DIGITS = 4;
  private static final int MOST_DIGITS = 6;
  private static final int HIGHEST_PLAIN = 5;
  private static final int LOWEST_PLAIN = -3;
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private NumberText() {}

  /// A number in three pieces, so that the error can be set more quietly: `(1.23`, ` ± 0.04`, `) ×
  /// 10⁻⁵`.
  record Pieces(String value, String error, String end) {
    @Override
    public String toString() {
      return value + error + end;
    }
  }

  /// A number with no standard error.
  public static String of(double value) {
    return pieces(value, Double.NaN).toString();
  }

  /// A number and one standard error, `value ± error`; NaN or 0 for no error.
  public static String of(double value, double standardError) {
    return pieces(value, standardError).toString();
  }

  /// A whole number, its digits in groups of three from five digits on.
  public static String count(long count) {
    String digits = BigDecimal.valueOf(count).abs().toPlainString();
    StringBuilder text = new StringBuilder(count < 0 ? "−" : "");
    for (int i = 0; i < digits.length(); i++) {
      int left = digits.length() - i;
      text.append(i > 0 && left % 3 == 0 && digits.length() > 4 ? "\u202f" : "");
      text.append(digits.charAt(i));
    }
    return text.toString();
  }

  static Pieces pieces(double value, double standardError) {
    if (!Double.isFinite(value)) {
      return new Pieces(notFinite(value), "", "");
    }
    if (standardError == Double.POSITIVE_INFINITY) {
      return new Pieces(bare(value), " ± ∞", "");
    }
    return standardError > 0 ? measured(value, standardError) : new Pieces(bare(value), "", "");
  }

  private static String notFinite(double value) {
    return Double.isNaN(value) ? "n/a" : value > 0 ? "∞" : "−∞";
  }

  private static String bare(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    if (exact.signum() == 0) {
      return "0";
    }
    int whole = Math.min(exponent(exact), HIGHEST_PLAIN) + 1;
    BigDecimal rounded =
        exact.round(new MathContext(Math.max(DIGITS, whole), RoundingMode.HALF_EVEN));
    int exponent = exponent(rounded);
    if (exponent > HIGHEST_PLAIN || exponent < LOWEST_PLAIN) {
      BigDecimal head = exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
      return plain(head.movePointLeft(exponent(head)).stripTrailingZeros()) + power(exponent(head));
    }
    return plain(rounded.stripTrailingZeros());
  }

  private static Pieces measured(double value, double standardError) {
    BigDecimal error = BigDecimal.valueOf(standardError);
    BigDecimal exact = BigDecimal.valueOf(value);
    int place = Math.max(lastPlace(error), mostDigits(exact));
    BigDecimal roundedError = error.setScale(-place, RoundingMode.HALF_EVEN);
    BigDecimal rounded = exact.setScale(-place, RoundingMode.HALF_EVEN);
    if (roundedError.signum() == 0) {
      return new Pieces(bare(value), " ± " + bare(twoDigits(standardError)), "");
    }
    int exponent = Math.max(exponent(rounded), exponent(roundedError));
    if (exponent > HIGHEST_PLAIN || exponent < LOWEST_PLAIN) {
      return new Pieces(
          "(" + plain(rounded.movePointLeft(exponent)),
          " ± " + plain(roundedError.movePointLeft(exponent)),
          ")" + power(exponent));
    }
    return new Pieces(plain(rounded), " ± " + plain(roundedError), "");
  }

  /// The power of ten of the last digit that an error of this size supports.
  private static int lastPlace(BigDecimal error) {
    int exponent = exponent(error);
    int lead =
        error.movePointLeft(exponent - 2).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
    return lead < 355 ? exponent - 1 : exponent;
  }

  private static int mostDigits(BigDecimal value) {
    return value.signum() == 0 ? Integer.MIN_VALUE : exponent(value) - MOST_DIGITS + 1;
  }

  private static double twoDigits(double value) {
    return BigDecimal.valueOf(value)
        .round(new MathContext(2, RoundingMode.HALF_EVEN))
        .doubleValue();
  }

  /// The power of ten of the first digit; the lowest integer for zero.
  private static int exponent(BigDecimal value) {
    return value.signum() == 0 ? Integer.MIN_VALUE : value.precision() - value.scale() - 1;
  }

  private static String plain(BigDecimal value) {
    return value.toPlainString().replace('-', '−');
  }

  private static String power(int exponent) {
    StringBuilder text = new StringBuilder(" × 10");
    for (char c : String.valueOf(exponent).toCharArray()) {
      text.append(c == '-' ? '⁻' : SUPERSCRIPTS.charAt(c - '0'));
    }
    return text.toString();
  }
}
