package org.scorefield.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.wiring.ExactNetwork;
import org.scorefield.wiring.Wiring;
import org.scorefield.wiring.Wirings;

class RaceTest {
  /// Wirings that denoise alike to this are one.
  private static final double ALIKE = 0.006;

  @Test
  void confusion() {
    List<String> out = new ArrayList<>();
    Laws law = Laws.pictures(Long.getLong("law", 1));
    int right = 0;
    int total = 0;
    int equivalent = 0;
    int k = 0;
    for (Wiring truth : Wirings.all()) {
      if (k++ % Integer.getInteger("every", 7) != 0) {
        continue;
      }
      Diagnosis sound = law.race(truth, truth, 4000);
      if (!(sound.finding() instanceof Finding.Sound)) {
        out.add("FALSE ALARM " + truth + " " + sound.finding());
      }
      int j = 0;
      for (Alternative wrong : Alternatives.of(truth, law.shape(), law.scale())) {
        if ((j++ + k) % 5 != 0) {
          continue;
        }
        try {
          wrong.wiring().denoiser(new ExactNetwork(law.law(), truth), false);
        } catch (RuntimeException e) {
          continue;
        }
        Diagnosis d = law.race(truth, wrong.wiring(), 4000);
        total++;
        double excess = law.excess(truth, wrong.wiring());
        String said =
            truth.prediction()
                + " "
                + truth.schedule().kind()
                + " "
                + truth.noiseInput()
                + " said "
                + wrong.change()
                + " excess "
                + excess
                + " -> ";
        switch (d.finding()) {
          case Finding.Wrong w -> {
            double left = law.excess(truth, w.changes().getLast().wiring());
            if (Math.abs(left) < ALIKE) {
              right++;
            } else {
              out.add(said + w.changes().getFirst().change() + " left " + left);
            }
          }
          case Finding.Sound s -> {
            if (excess < ALIKE) {
              equivalent++;
            } else {
              out.add(said + "SOUND");
            }
          }
          case Finding.Hopeless h -> out.add(said + "HOPELESS " + h);
        }
      }
    }
    out.add(right + " of " + total + " equivalent " + equivalent);
    System.err.println(String.join("\n", out));
    assertThat(right).isPositive();
  }
}
