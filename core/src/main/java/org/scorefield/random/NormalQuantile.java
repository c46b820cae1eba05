package org.scorefield.random;

/// The standard normal quantile function by M. J. Wichura, *Algorithm AS 241: the percentage points
/// of the normal distribution*, Applied Statistics 37 (1988): two rational approximations, relative
/// accuracy about 1e-16. Only IEEE arithmetic, square root and {@link StrictMath#log}, so that the
/// same input gives the same bits on every JDK and processor.
///
/// An instance is room for many values at a time: the centre (85 %) is worked out for all of them
/// and the tails (15 %) are gathered and worked out again, in loops that the compiler vectorises.
/// Confined to one thread.
final class NormalQuantile {
  private static final double[] CENTRE_P = {
    3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727
  };
  private static final double[] CENTRE_Q = {
    1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
    21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610
  };
  private static final double[] MIDDLE_P = {
    1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
    1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833,
        7.74545014278341407640e-4
  };
  private static final double[] MIDDLE_Q = {
    1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
    0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4,
        1.05075007164441684324e-9
  };
  private static final double[] TAIL_P = {
    6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
    0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5,
        2.01033439929228813265e-7
  };
  private static final double[] TAIL_Q = {
    1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
        2.04426310338993978564e-15
  };

  private static final double CENTRE = 0.425;
  private static final double CENTRE_SQUARED = 0.180625;

  /// The tails are split here, in `sqrt(-log p)`.
  private static final double FAR = 5;

  private final int[] where;
  private final double[] root;
  private final double[] tail;

  NormalQuantile(int size) {
    this.where = new int[size];
    this.root = new double[size];
    this.tail = new double[size];
  }

  /// Replaces the first n values u by the quantile at u, with the bits that {@link #of} gives.
  void replace(double[] values, int n) {
    int tails = 0;
    for (int i = 0; i < n; i++) {
      double q = values[i] - 0.5;
      tail[tails] = values[i];
      where[tails] = i;
      tails += Math.abs(q) <= CENTRE ? 0 : 1;
    }
    centre(values, n);
    for (int k = 0; k < tails; k++) {
      double u = tail[k];
      root[k] = Math.sqrt(-StrictMath.log(u < 0.5 ? u : 1 - u));
      values[where[k]] = u;
    }
    middle(root, tail, tails);
    for (int k = 0; k < tails; k++) {
      int i = where[k];
      double u = values[i];
      values[i] = root[k] > FAR ? of(u) : u < 0.5 ? -tail[k] : tail[k];
    }
  }

  /// {@link #of} where `|u - 1/2| <= 0.425`. Coefficients in variables of their own, as a loop that
  /// reads them from an array is not vectorised.
  private static void centre(double[] values, int n) {
    double p0 = CENTRE_P[0];
    double p1 = CENTRE_P[1];
    double p2 = CENTRE_P[2];
    double p3 = CENTRE_P[3];
    double p4 = CENTRE_P[4];
    double p5 = CENTRE_P[5];
    double p6 = CENTRE_P[6];
    double p7 = CENTRE_P[7];
    double s0 = CENTRE_Q[0];
    double s1 = CENTRE_Q[1];
    double s2 = CENTRE_Q[2];
    double s3 = CENTRE_Q[3];
    double s4 = CENTRE_Q[4];
    double s5 = CENTRE_Q[5];
    double s6 = CENTRE_Q[6];
    double s7 = CENTRE_Q[7];
    for (int i = 0; i < n; i++) {
      double q = values[i] - 0.5;
      double r = CENTRE_SQUARED - q * q;
      double a = ((((((p7 * r + p6) * r + p5) * r + p4) * r + p3) * r + p2) * r + p1) * r + p0;
      double b = ((((((s7 * r + s6) * r + s5) * r + s4) * r + s3) * r + s2) * r + s1) * r + s0;
      values[i] = q * (a / b);
    }
  }

  /// The quantile without its sign where `r = sqrt(-log p) <= 5`.
  private static void middle(double[] root, double[] out, int n) {
    double p0 = MIDDLE_P[0];
    double p1 = MIDDLE_P[1];
    double p2 = MIDDLE_P[2];
    double p3 = MIDDLE_P[3];
    double p4 = MIDDLE_P[4];
    double p5 = MIDDLE_P[5];
    double p6 = MIDDLE_P[6];
    double p7 = MIDDLE_P[7];
    double s0 = MIDDLE_Q[0];
    double s1 = MIDDLE_Q[1];
    double s2 = MIDDLE_Q[2];
    double s3 = MIDDLE_Q[3];
    double s4 = MIDDLE_Q[4];
    double s5 = MIDDLE_Q[5];
    double s6 = MIDDLE_Q[6];
    double s7 = MIDDLE_Q[7];
    for (int i = 0; i < n; i++) {
      double r = root[i] - 1.6;
      double a = ((((((p7 * r + p6) * r + p5) * r + p4) * r + p3) * r + p2) * r + p1) * r + p0;
      double b = ((((((s7 * r + s6) * r + s5) * r + s4) * r + s3) * r + s2) * r + s1) * r + s0;
      out[i] = a / b;
    }
  }

  /// z with P(Z <= z) = u; u strictly between 0 and 1.
  static double of(double u) {
    double q = u - 0.5;
    if (Math.abs(q) <= CENTRE) {
      double r = CENTRE_SQUARED - q * q;
      return q * ratio(CENTRE_P, CENTRE_Q, r);
    }
    double r = Math.sqrt(-StrictMath.log(q < 0 ? u : 1 - u));
    double z = r <= FAR ? ratio(MIDDLE_P, MIDDLE_Q, r - 1.6) : ratio(TAIL_P, TAIL_Q, r - FAR);
    return q < 0 ? -z : z;
  }

  private static double ratio(double[] p, double[] q, double r) {
    double a = p[7];
    double b = q[7];
    for (int i = 6; i >= 0; i--) {
      a = a * r + p[i];
      b = b * r + q[i];
    }
    return a / b;
  }
}
