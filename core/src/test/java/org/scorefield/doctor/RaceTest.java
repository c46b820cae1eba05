package org.scorefield.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.ExactNetwork;
import org.scorefield.wiring.Layout;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wiring;
import org.scorefield.wiring.Wirings;

class RaceTest {
  /// In the mean logarithm of the loss: wirings no farther from the right one are right.
  private static final double ALIKE = 0.005;

  private static final Wiring USUAL =
      Wirings.of(Predicted.EPSILON, ScheduleSettings.Kind.LINEAR, NoiseInput.TIMESTEP);

  @Test
  void everyFaultIsNamedOrMakesNoDifference() {
    Laws laws = Laws.pictures(1);
    List<Wiring> wirings = Wirings.all();
    List<String> missed = new ArrayList<>();
    int named = 0;
    for (int k = 0; k < wirings.size(); k += 17) {
      Wiring truth = wirings.get(k);
      List<Alternative> faults = Alternatives.of(truth, laws.shape(), laws.scale());
      for (int j = k % 5; j < faults.size(); j += 5) {
        Wiring stated = faults.get(j).wiring();
        if (laws.excess(truth, stated) < ALIKE) {
          continue;
        }
        Finding finding = laws.race(truth, stated, 4000).finding();
        if (finding instanceof Finding.Wrong wrong
            && laws.excess(truth, wrong.changes().getLast().wiring()) < ALIKE) {
          named++;
        } else {
          missed.add(
              "%s %s %s said as %s: %s"
                  .formatted(
                      truth.prediction(),
                      truth.schedule().kind(),
                      truth.noiseInput(),
                      faults.get(j).change(),
                      finding));
        }
      }
    }
    assertThat(missed).isEmpty();
    assertThat(named).isGreaterThan(50);
  }

  @Test
  void theRightWiringOfAnExactNetworkRaisesNoAlarm() {
    List<Wiring> wirings = Wirings.all();
    for (int k = 0; k < wirings.size(); k += 3) {
      Finding finding = Laws.pictures(100 + k).race(wirings.get(k), wirings.get(k), 1500).finding();
      assertThat(finding).as("%s", wirings.get(k)).isInstanceOf(Finding.Sound.class);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1})
  void aTableThatIsCountedFromAnotherStepIsNamed(double offset) {
    Wiring wrong = Settings.with(USUAL, "noiseOffset", OptionalDouble.of(offset));
    assertThat(Laws.pictures(3).race(USUAL, wrong, 20_000).finding())
        .isInstanceOfSatisfying(
            Finding.Wrong.class,
            w -> assertThat(w.changes().getFirst().fault()).isEqualTo(Fault.OFFSET));
  }

  @Test
  void twoWrongKeysAreNamedTogether() {
    Wiring wrong =
        Settings.with(Settings.with(USUAL, "prediction", Predicted.V), "layout", Layout.NCWH);
    Diagnosis diagnosis = Laws.pictures(4).race(USUAL, wrong, 8000);
    assertThat(diagnosis.finding())
        .isInstanceOfSatisfying(
            Finding.Wrong.class,
            w ->
                assertThat(w.changes().stream().map(Alternative::fault))
                    .containsExactlyInAnyOrder(Fault.PREDICTION, Fault.LAYOUT));
  }

  /// A pattern that it adds at high noise makes it no better than a Gaussian however it is called;
  /// that is no reason to blame a second key.
  @Test
  void oneWrongKeyOfAPoorNetworkIsNamedAlone() {
    Laws laws = Laws.pictures(8);
    Wiring wrong = Settings.with(USUAL, "prediction", Predicted.V);
    RawNetwork poor = new Patterned(new ExactNetwork(laws.law(), USUAL), 0.25);
    Diagnosis diagnosis =
        Race.run(
            wrong.denoiser(poor, false),
            Dataset.of("rows", "", laws.rows()),
            laws.yardstick(),
            8000,
            NoiseKey.of(1));
    assertThat(diagnosis.standings()).anyMatch(s -> s.changes().size() == 2);
    assertThat(diagnosis.finding())
        .isInstanceOfSatisfying(
            Finding.Wrong.class,
            w ->
                assertThat(w.changes().stream().map(Alternative::change))
                    .containsExactly("prediction: epsilon"));
  }

  /// Its noise is 3 % too large everywhere, which at high noise is all there is.
  @Test
  void aNetworkThatIsNotExactRaisesNoAlarmEither() {
    Laws laws = Laws.pictures(5);
    for (Wiring wiring : List.of(USUAL, Settings.with(USUAL, "prediction", Predicted.V))) {
      RawNetwork rough = new Rough(new ExactNetwork(laws.law(), wiring), 1.03);
      Diagnosis diagnosis =
          Race.run(
              wiring.denoiser(rough, false),
              Dataset.of("rows", "", laws.rows()),
              laws.yardstick(),
              4000,
              NoiseKey.of(1));
      assertThat(diagnosis.finding()).isInstanceOf(Finding.Sound.class);
    }
  }

  @Test
  void aNetworkOfNothingIsHopeless() {
    Laws laws = Laws.pictures(6);
    RawNetwork noise = new Untrained(laws.shape());
    Diagnosis diagnosis =
        Race.run(
            USUAL.denoiser(noise, false),
            Dataset.of("rows", "", laws.rows()),
            laws.yardstick(),
            4000,
            NoiseKey.of(1));
    assertThat(diagnosis.finding()).isInstanceOf(Finding.Hopeless.class);
  }

  @Test
  void aNetworkIsNeverAskedTwice() {
    Laws laws = Laws.pictures(7);
    Remembered network = new Remembered(new ExactNetwork(laws.law(), USUAL));
    Batch x = laws.rows().slice(0, 4);
    Batch first = network.evaluate(x, 10);
    assertThat(network.evaluate(x.slice(1, 2), 10)).isEqualTo(first.slice(1, 2));
    assertThat(network.evaluations()).isEqualTo(4);
    network.evaluate(x, 11);
    assertThat(network.evaluations()).isEqualTo(8);
  }

  private record Patterned(RawNetwork network, double share) implements RawNetwork {
    @Override
    public Shape shape() {
      return network.shape();
    }

    @Override
    public Batch evaluate(Batch input, double noiseInput) {
      Batch pattern = Noise.of(5, 1).normal(shape());
      Batch all = Batch.concat(Collections.nCopies(input.count(), pattern));
      return network.evaluate(input, noiseInput).plus(all, share);
    }
  }

  private record Rough(RawNetwork network, double factor) implements RawNetwork {
    @Override
    public Shape shape() {
      return network.shape();
    }

    @Override
    public Batch evaluate(Batch input, double noiseInput) {
      return network.evaluate(input, noiseInput).times(factor);
    }
  }

  private record Untrained(Shape shape) implements RawNetwork {
    @Override
    public Batch evaluate(Batch input, double noiseInput) {
      return new Noise(NoiseKey.of((long) noiseInput), 0, input.count()).normal(shape).times(3);
    }
  }
}
