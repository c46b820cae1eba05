package org.scorefield.linear;

import java.util.Locale;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Whether data are in the units a model was made for: pixels in 0..1 given to a model of -1..1 is
/// the commonest silent mistake of all.
///
/// At noise far above the data, any denoiser is that of a Gaussian. Its mean and its mean slope,
/// `E[z.(D(c + sigma z) - D(c - sigma z))] / (2 sigma d)`, are read off the model with no data, at
/// the noise level of eight of its own standard deviations, which are found on the way. Data that
/// differ from the model's by a factor a and a shift b would show the slope `mean_k a^2 lambda_k /
/// (a^2 lambda_k + sigma^2)` and the mean `a mu + b`: these are solved for a and b.
///
/// @param scale a, the ratio of standard deviations, model over data
/// @param shift b, mean over components
/// @param deviation root mean square standard deviation of the model's own data
public record UnitsCheck(double scale, double shift, double deviation) {
  private static final int PROBES = 64;
  private static final int ROUNDS = 12;
  private static final double HIGH = 8;
  private static final double LARGEST_LOG_RATIO = 20;

  /// Ratios of standard deviations within which data may simply be other data.
  private static final double LARGEST_RATIO = 1.4;

  /// Shifts, in standard deviations of the model's data, within which they may be other data.
  private static final double LARGEST_SHIFT = 0.5;

  /// @param gaussian with the data's mean and covariance
  /// @throws IllegalArgumentException if the model breaks its contract
  public static UnitsCheck of(NamedDenoiser model, Gaussian gaussian, NoiseKey key) {
    double own = gaussian.scale() > 0 ? gaussian.scale() : 1;
    Seen seen = new Seen(gaussian.mean(), own);
    double before = 0;
    for (int round = 0; round < ROUNDS && Math.abs(seen.deviation() / before - 1) > 0.02; round++) {
      before = seen.deviation();
      seen = look(model, gaussian, seen, key.child("units").child(round));
    }
    double scale = seen.deviation() / own;
    return new UnitsCheck(
        scale, meanOf(seen.mean()) - scale * meanOf(gaussian.mean()), seen.deviation());
  }

  /// What a model shows of its own data.
  private record Seen(Vector mean, double deviation) {}

  /// Looks from where the model's data were seen to be, from far above them.
  private static Seen look(NamedDenoiser model, Gaussian gaussian, Seen from, NoiseKey key) {
    double sigma = HIGH * from.deviation();
    Shape shape = model.denoiser().shape();
    int d = shape.size();
    Batch z = new Noise(key, 0, PROBES).normal(shape);
    Batch at = Batch.copyOf(shape, from.mean().shared());
    Batch centre = Batch.concat(java.util.Collections.nCopies(PROBES, at));
    double[] up = model.denoise(centre.plus(z, sigma), sigma).shared();
    double[] down = model.denoise(centre.plus(z, -sigma), sigma).shared();
    double slope = 0;
    double[] mean = new double[d];
    for (int i = 0; i < up.length; i++) {
      slope += z.shared()[i] * (up[i] - down[i]) / (2 * sigma) / up.length;
      mean[i % d] += (up[i] + down[i]) / 2 / PROBES;
    }
    double own = gaussian.scale() > 0 ? gaussian.scale() : 1;
    return new Seen(Vector.adopt(mean), own * ratio(gaussian, sigma, slope));
  }

  /// The factor a by which data would have to be multiplied to show this mean slope at sigma.
  private static double ratio(Gaussian gaussian, double sigma, double slope) {
    double low = -LARGEST_LOG_RATIO;
    double high = LARGEST_LOG_RATIO;
    while (high - low > 1e-6) {
      double middle = (low + high) / 2;
      if (slopeOf(gaussian, sigma * Math.exp(-middle)) < slope) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp(high);
  }

  private static double slopeOf(Gaussian gaussian, double sigma) {
    double v = sigma * sigma;
    int d = gaussian.shape().size();
    double sum = (d - gaussian.rank()) * gaussian.residual() / (gaussian.residual() + v);
    for (double lambda : gaussian.variances().toArray()) {
      sum += lambda / (lambda + v);
    }
    return sum / d;
  }

  private static double meanOf(Vector v) {
    return v.sum() / v.size();
  }

  /// Whether data and model are too far apart to be in the same units.
  public boolean differs() {
    return Math.abs(Math.log(scale)) > Math.log(LARGEST_RATIO)
        || Math.abs(shift) > LARGEST_SHIFT * deviation;
  }

  /// What to do about it, where there is something.
  ///
  /// @param low least value of the data
  /// @param high largest value of the data
  public Optional<String> cure(double low, double high) {
    if (!differs()) {
      return Optional.empty();
    }
    String measured =
        String.format(
            Locale.ROOT,
            "the data (values %.4g to %.4g) seem to be in other units than the model's: it expects about %.3g times them %s %.3g",
            low,
            high,
            scale,
            shift < 0 ? "minus" : "plus",
            Math.abs(shift));
    return Optional.of(
        Units.guess(low, high, scale, shift)
            .map(known -> measured + "; " + known)
            .orElse(measured + "; convert the data so, or use those the model was made for"));
  }

  /// The ways pictures are stored.
  private enum Units {
    UNIT("[0, 1]", 0, 1),
    SYMMETRIC("[-1, 1]", -1, 1),
    BYTES("[0, 255]", 0, 255);

    private final String range;
    private final double low;
    private final double high;

    Units(String range, double low, double high) {
      this.range = range;
      this.low = low;
      this.high = high;
    }

    /// Two of these that fit the range of the data and what was measured of the model.
    static Optional<String> guess(double low, double high, double scale, double shift) {
      for (Units data : values()) {
        for (Units model : values()) {
          double a = (model.high - model.low) / (data.high - data.low);
          double b = model.low - a * data.low;
          double span = model.high - model.low;
          boolean holds = low >= data.low && high <= data.high && high > (data.low + data.high) / 2;
          boolean uses = data.low == 0 || low < 0;
          boolean fits =
              Math.abs(Math.log(scale / a)) < Math.log(LARGEST_RATIO)
                  && Math.abs(shift - b) < 0.2 * span;
          if (data != model && holds && uses && fits) {
            return Optional.of(
                "it looks like the data are in %s while the model was made for %s: multiply them by %s and %s %s"
                    .formatted(
                        data.range,
                        model.range,
                        plain(a),
                        b < 0 ? "subtract" : "add",
                        plain(Math.abs(b))));
          }
        }
      }
      return Optional.empty();
    }

    private static String plain(double value) {
      return value == Math.rint(value)
          ? String.valueOf((long) value)
          : value < 0.1 ? "1/" + plain(1 / value) : String.valueOf(value);
    }
  }
}
