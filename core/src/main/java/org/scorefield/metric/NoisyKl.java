package org.scorefield.metric;

import org.scorefield.analytic.Distribution;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

/// The Kullback-Leibler divergence between two laws after noise of level sigma, `KL(p_sigma |
/// q_sigma) = E log p(x; sigma) - log q(x; sigma)` over x of p plus noise, in nats.
///
/// With p the data's law and q the Gaussian of its mean and covariance this is what a closed-form
/// start at sigma costs: the probability-flow ODE is a bijection and carries it unchanged to the
/// clean samples.
///
/// @param samples Monte-Carlo samples, at least 2
public record NoisyKl(int samples) {

  public NoisyKl {
    Inputs.requireAtLeast(2, samples, "the number of samples");
  }

  public Estimate measure(Distribution p, Distribution q, double sigma, Noise noise) {
    Noise all = new Noise(noise.key().child("kl"), 0, samples);
    Batch x = p.sample(all).plus(all.child("noise").normal(p.shape()), sigma);
    Vector of = p.logDensity(x, sigma);
    Vector at = q.logDensity(x, sigma);
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < samples; i++) {
      double difference = of.get(i) - at.get(i);
      mean += difference / samples;
      squares += difference * difference / samples;
    }
    double variance = Math.max(0, squares - mean * mean) * samples / (samples - 1.0);
    return new Estimate(mean, Math.sqrt(variance / samples), samples);
  }
}
