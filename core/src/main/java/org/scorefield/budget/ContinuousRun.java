package org.scorefield.budget;

import java.util.Arrays;
import org.scorefield.array.Rows;
import org.scorefield.array.Vector;
import org.scorefield.linear.AffineRun;

/// What the continuous process `dY = (1 + h)/2 s_theta (-dv) + sqrt(h) dW` makes of each direction
/// of Gaussian data. About the mean it is linear, at the rate `r = (1 + h)/2 (1 + eps)/A` with `A =
/// lambda + v`: with `Phi(v) = exp(-int_{v_N}^{v} r)`,
///
/// factor `Phi(v_0)`, offset `int Phi r b dv`, drawn `h int Phi^2 dv`.
///
/// Where eps and b are constant, with `p = (1 + h)(1 + eps)`:
///
/// factor `(A_N/A_0)^{p/2}`, offset `b` less the factor times b, drawn `h A_N (1 -
/// (A_N/A_0)^{p-1})/(p - 1)`.
///
/// Otherwise Gauss's rule of three nodes on pieces equal in ln v, the same for all directions, and
/// more of them until that changes nothing.
record ContinuousRun(double[] factors, double[] offsets, double[] drawn) {
  /// Change by the last refinement. The rule is of order 6, so what is left is a sixtieth of it.
  private static final double TOLERANCE = 3e-9;

  /// Length in ln v of the pieces to begin with.
  private static final double PIECE = 0.5;

  private static final int MOST_REFINEMENTS = 6;

  private static final double ROOT = Math.sqrt(15);

  private static final double[] NODES = {0.5 - ROOT / 10, 0.5, 0.5 + ROOT / 10};

  private static final double[] WEIGHTS = {5.0 / 18, 4.0 / 9, 5.0 / 18};

  /// Integrals of the polynomials of the nodes from each node to the end of the piece.
  private static final double[][] TO_END = {
    {5.0 / 36, 2.0 / 9 + ROOT / 15, 5.0 / 36 + ROOT / 30},
    {5.0 / 36 - ROOT / 24, 2.0 / 9, 5.0 / 36 + ROOT / 24},
    {5.0 / 36 - ROOT / 30, 2.0 / 9 - ROOT / 15, 5.0 / 36}
  };

  static AffineRun of(double noise, double from, double to, GaussianModel model) {
    double[] lambda = model.data().variances().shared();
    return switch (model.error()) {
      case LinearScoreError.Constant error -> constant(noise, from, to, lambda, error).run();
      case LinearScoreError.Varying error -> converged(noise, from, to, lambda, error).run();
    };
  }

  private ContinuousRun(int modes) {
    this(new double[modes], new double[modes], new double[modes]);
  }

  private AffineRun run() {
    return new AffineRun(Vector.adopt(factors), Vector.adopt(offsets), Vector.adopt(drawn));
  }

  private static ContinuousRun constant(
      double noise, double from, double to, double[] lambda, LinearScoreError.Constant error) {
    double p = (1 + noise) * (1 + error.relative());
    ContinuousRun run = new ContinuousRun(lambda.length);
    for (int i = 0; i < lambda.length; i++) {
      double end = lambda[i] + to * to;
      double ratio = Math.log(end / (lambda[i] + from * from));
      run.factors[i] = Math.exp(p / 2 * ratio);
      run.offsets[i] = -Math.expm1(p / 2 * ratio) * error.shift();
      double rate = p - 1;
      double share = rate == 0 ? -ratio : -Math.expm1(rate * ratio) / rate;
      run.drawn[i] = noise == 0 || end == 0 ? 0 : noise * end * share;
    }
    return run;
  }

  private static ContinuousRun converged(
      double noise, double from, double to, double[] lambda, LinearScoreError error) {
    if (!(to > 0)) {
      throw new IllegalArgumentException(
          "a score error that varies with the level is not known down to sigma = 0; end at a level > 0");
    }
    double length = 2 * Math.log(from / to);
    int pieces = (int) Math.ceil(length / PIECE);
    ContinuousRun coarse = quadrature(noise, to, length, pieces, lambda, error);
    for (int refinement = 0; refinement < MOST_REFINEMENTS; refinement++) {
      // Not twice as many: pieces of common boundaries can miss a jump by the same amount.
      pieces = 2 * pieces - 1;
      ContinuousRun fine = quadrature(noise, to, length, pieces, lambda, error);
      if (fine.agrees(coarse, lambda, to)) {
        return fine;
      }
      coarse = fine;
    }
    throw new IllegalArgumentException(
        "the error of the score jumps or has kinks: its effect does not settle on "
            + pieces
            + " pieces; give functions that are smooth in ln sigma");
  }

  private boolean agrees(ContinuousRun other, double[] lambda, double to) {
    for (int i = 0; i < lambda.length; i++) {
      double end = lambda[i] + to * to;
      double off =
          Math.max(
              Math.abs(factors[i] / other.factors[i] - 1),
              Math.max(
                  Math.abs(offsets[i] - other.offsets[i]) / Math.sqrt(end),
                  Math.abs(drawn[i] - other.drawn[i]) / end));
      if (!(off <= TOLERANCE)) {
        return false;
      }
    }
    return true;
  }

  /// One pass over pieces equal in w = ln v, from the top down.
  private static ContinuousRun quadrature(
      double noise, double to, double length, int pieces, double[] lambda, LinearScoreError error) {
    double h = length / pieces;
    double[] v = new double[3 * pieces];
    double[] gain = new double[3 * pieces];
    double[] shift = new double[3 * pieces];
    for (int n = 0; n < v.length; n++) {
      double down = n / 3 + NODES[n % 3];
      v[n] = to * to * Math.exp(length - h * down);
      double sigma = Math.sqrt(v[n]);
      gain[n] = (1 + noise) / 2 * (1 + error.relative(sigma)) * h * v[n];
      shift[n] = error.shift(sigma);
    }
    ContinuousRun run = new ContinuousRun(lambda.length);
    Arrays.fill(run.factors, 1);
    Rows.parallel(
        lambda.length,
        64,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            run.walk(i, lambda[i], noise * h, v, gain, shift);
          }
        });
    return run;
  }

  private void walk(int i, double lambda, double scale, double[] v, double[] gain, double[] shift) {
    double logFactor = 0;
    double offset = 0;
    double drawnHere = 0;
    for (int n = 0; n < v.length; n += 3) {
      double r0 = gain[n] / (lambda + v[n]);
      double r1 = gain[n + 1] / (lambda + v[n + 1]);
      double r2 = gain[n + 2] / (lambda + v[n + 2]);
      double over = WEIGHTS[0] * (r0 + r2) + WEIGHTS[1] * r1;
      double keep = Math.exp(-over);
      double added = 0;
      double pulled = 0;
      for (int j = 0; j < 3; j++) {
        double[] row = TO_END[j];
        double left = Math.exp(-(row[0] * r0 + row[1] * r1 + row[2] * r2));
        double rate = j == 0 ? r0 : j == 1 ? r1 : r2;
        added += WEIGHTS[j] * scale * v[n + j] * left * left;
        pulled += WEIGHTS[j] * rate * shift[n + j] * left;
      }
      logFactor -= over;
      offset = keep * offset + pulled;
      drawnHere = keep * keep * drawnHere + added;
    }
    factors[i] = Math.exp(logFactor);
    offsets[i] = offset;
    drawn[i] = drawnHere;
  }
}
