package org.scorefield.denoise;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// EDM preconditioning (Karras et al. 2206.00364, table 1): with data of standard deviation
/// `sigma_data`,
///
/// `D(x; sigma) = c_skip x + c_out F(c_in x; c_noise)`, `c_skip = sd^2/(sigma^2+sd^2)`, `c_out =
/// sigma sd / sqrt(sigma^2+sd^2)`, `c_in = 1/sqrt(sigma^2+sd^2)`, `c_noise = ln(sigma)/4`,
///
/// so that input and training target of F have unit variance at every noise level.
///
/// @param sigmaData standard deviation of the data, > 0
public record Preconditioning(double sigmaData) {

  public Preconditioning {
    if (!(sigmaData > 0) || !Double.isFinite(sigmaData)) {
      throw new IllegalArgumentException("sigma_data must be positive, got " + sigmaData);
    }
  }

  public double skip(double sigma) {
    return sigmaData * sigmaData / (sigma * sigma + sigmaData * sigmaData);
  }

  public double out(double sigma) {
    return sigma * sigmaData / Math.hypot(sigma, sigmaData);
  }

  public double in(double sigma) {
    return 1 / Math.hypot(sigma, sigmaData);
  }

  public double noise(double sigma) {
    return Math.log(sigma) / 4;
  }

  /// The denoiser of a raw network F.
  public Denoiser wrap(RawNetwork network) {
    return new Preconditioned(network, this);
  }

  private record Preconditioned(RawNetwork network, Preconditioning c) implements Denoiser {
    @Override
    public Shape shape() {
      return network.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      Batch raw = network.evaluate(x.times(c.in(sigma)), c.noise(sigma));
      return Batch.combine(c.skip(sigma), x, c.out(sigma), raw);
    }
  }
}
