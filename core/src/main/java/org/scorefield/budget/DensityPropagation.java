package org.scorefield.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.schedule.TimeGrid;

/// The exact law of the samples of a {@link Scheme} on the line, with any model in place of the
/// score: no sample is drawn. With q_k the law of the state after k steps,
///
/// `q_{k+1}(y') = int q_k(y) N(y'; y + D_k s(y; sigma_k), eta_k) dy`.
///
/// The integral is a Gauss-Legendre rule on panels that follow the state down the noise levels:
/// only where there is any of it, at most 2.5 standard deviations of the noise before wide, and
/// split until the step maps a panel to no more than 2.5 standard deviations of the noise after. A
/// smooth law goes through a step with an error near 1e-9. The model is asked for all nodes of a
/// step at once (again only for panels that are split): a few thousand for ten steps, about `6
/// (range of the data) / sqrt(eta)` where that is small.
///
/// @param law of the data
/// @param start where a run starts
public record DensityPropagation(GaussianMixture law, Start start) {

  /// Where a run starts.
  public enum Start {
    /// White noise of the first level, as a sampler does.
    WHITE,
    /// The data with noise of the first level: no error of the start.
    EXACT
  }

  /// Panels with less of the law are not split.
  private static final double SMALL = 1e-13;

  /// Nodes with less of the law are dropped.
  private static final double NOTHING = 1e-25;

  private static final double MASS_TOLERANCE = 1e-5;
  private static final int MOST_SPLITS = 8;
  private static final int MOST_NODES = 400_000;

  public DensityPropagation {
    LineMixture.requireLine(law);
  }

  /// Started from white noise.
  public static DensityPropagation of(GaussianMixture law) {
    return new DensityPropagation(law, Start.WHITE);
  }

  /// The same, started from the exact law.
  public DensityPropagation fromExact() {
    return new DensityPropagation(law, Start.EXACT);
  }

  /// The law of the samples with the exact score.
  public OutputLaw run(Scheme scheme) {
    return run(scheme, law);
  }

  /// The law of the samples.
  ///
  /// @param model any denoiser of samples of one component
  /// @throws IllegalArgumentException if the model gives what is not finite, or if the noise of a
  ///   step is too fine to follow
  public OutputLaw run(Scheme scheme, Denoiser model) {
    TimeGrid grid = scheme.grid();
    Vector variances = scheme.variances();
    NormalSum state =
        start == Start.WHITE ? NormalSum.white(grid.first()) : NormalSum.of(law, grid.first());
    for (int k = 0; k < scheme.steps(); k++) {
      state =
          new Step(model, grid.sigma(k), scheme.removed(k), Math.sqrt(variances.get(k)), k)
              .from(state);
    }
    return OutputLaw.of(
        state, state.mass(), state.mean(), state.variance(), NormalSum.of(law, grid.last()));
  }

  /// One step of the scheme.
  ///
  /// @param removed x_k, of `mean = (1 - x) y + x D(y)`
  /// @param noise standard deviation of what is added
  private record Step(Denoiser model, double sigma, double removed, double noise, int index) {

    /// Nodes, with the law's share of each and where the step takes it.
    private record Moved(LinePanels panels, double[] shares, double[] images) {}

    NormalSum from(NormalSum state) {
      List<Moved> done = new ArrayList<>();
      LinePanels open = state.panels();
      for (int round = 0; !open.panels().isEmpty(); round++) {
        requireFew(open.count());
        Moved moved = move(state, open);
        open = settle(moved, round < MOST_SPLITS, done);
      }
      return sum(done);
    }

    private Moved move(NormalSum state, LinePanels panels) {
      double[] points = panels.points();
      double[] shares = state.density(points);
      double[] weights = panels.weights();
      for (int i = 0; i < shares.length; i++) {
        shares[i] *= weights[i];
      }
      Batch y = Batch.adopt(model.shape(), points);
      double[] images = Batch.combine(1 - removed, y, removed, model.denoise(y, sigma)).shared();
      return new Moved(panels, shares, images);
    }

    /// Puts the panels that are fine enough among those done; the others are returned in pieces.
    private LinePanels settle(Moved moved, boolean maySplit, List<Moved> done) {
      List<LinePanels.Panel> settled = new ArrayList<>();
      List<LinePanels.Panel> pieces = new ArrayList<>();
      double[] shares = new double[moved.shares().length];
      double[] images = new double[shares.length];
      int kept = 0;
      for (int p = 0; p < moved.panels().panels().size(); p++) {
        LinePanels.Panel panel = moved.panels().panels().get(p);
        int at = p * LinePanels.NODES;
        int parts = maySplit ? parts(moved, at) : 1;
        if (parts == 1) {
          settled.add(panel);
          System.arraycopy(moved.shares(), at, shares, kept, LinePanels.NODES);
          System.arraycopy(moved.images(), at, images, kept, LinePanels.NODES);
          kept += LinePanels.NODES;
        }
        for (int i = 0; parts > 1 && i < parts; i++) {
          double width = panel.width() / parts;
          pieces.add(
              new LinePanels.Panel(panel.from() + i * width, panel.from() + (i + 1) * width));
        }
      }
      done.add(
          new Moved(
              new LinePanels(settled), Arrays.copyOf(shares, kept), Arrays.copyOf(images, kept)));
      return new LinePanels(pieces);
    }

    /// Into how many pieces a panel must go.
    private int parts(Moved moved, int at) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      double share = 0;
      for (int i = at; i < at + LinePanels.NODES; i++) {
        least = Math.min(least, moved.images()[i]);
        most = Math.max(most, moved.images()[i]);
        share += moved.shares()[i];
      }
      double ratio = (most - least) / (NormalSum.PANEL * noise);
      return share < SMALL ? 1 : (int) Math.clamp(Math.ceil(ratio), 1, 16);
    }

    private NormalSum sum(List<Moved> done) {
      double[] centres = done.stream().flatMapToDouble(m -> Arrays.stream(m.images())).toArray();
      double[] masses = done.stream().flatMapToDouble(m -> Arrays.stream(m.shares())).toArray();
      int kept = 0;
      double mass = 0;
      for (int i = 0; i < masses.length; i++) {
        if (masses[i] > NOTHING) {
          if (!Double.isFinite(centres[i])) {
            throw new IllegalArgumentException(
                "the model gives what is not finite at sigma = %s; look at its output there"
                    .formatted(sigma));
          }
          centres[kept] = centres[i];
          masses[kept++] = masses[i];
          mass += masses[i];
        }
      }
      if (!(Math.abs(mass - 1) <= MASS_TOLERANCE)) {
        throw new IllegalArgumentException(
            "the law has mass %s before step %d (sigma = %s), not 1 to %s: its panels do not resolve it; give steps with more noise, or fewer of them"
                .formatted(mass, index, sigma, MASS_TOLERANCE));
      }
      return NormalSum.of(Arrays.copyOf(centres, kept), Arrays.copyOf(masses, kept), noise);
    }

    private void requireFew(int nodes) {
      if (nodes > MOST_NODES) {
        throw new IllegalArgumentException(
            "step %d (sigma = %s) needs %d nodes, more than %d: the noise of a step, sd %s, is too fine for the range of the law; give steps with more noise, or use OdePushForward for a sampler without any"
                .formatted(index, sigma, nodes, MOST_NODES, noise));
      }
    }
  }
}
