package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.data.file.DataSources;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.engine.nn.ImageClassifier;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.torch.ClassifierGradients;
import org.scorefield.random.NoiseKey;
import org.scorefield.settings.Settings;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassifierTest {
  private static final ImageClassifier NETWORK =
      new ImageClassifier(Shape.image(1, 8, 8), 10, 16, 1, 32);
  private static final ClassifierSettings SETTINGS = new ClassifierSettings(6, 28, 2, 4e-3);

  private final Labelled train = digits(0, 1400);
  private final Labelled test = digits(1400, 397);
  private final List<Double> losses = new ArrayList<>();
  private Classifier classifier;

  private static Labelled digits(int from, int count) {
    Labelled all = (Labelled) DataSources.standard().open("digits");
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = all.label(from + i);
    }
    return Labelled.of(Dataset.of("digits", all.units(), all.rows(from, count)), labels, 10);
  }

  @BeforeAll
  void train() {
    classifier =
        Classifier.train(NETWORK, train, SETTINGS, NoiseKey.of(7), losses::add).orElseThrow();
  }

  /// A guess is right once in ten. The test pictures are by other writers than the others.
  @Test
  void itTellsDigitsApart() {
    assertThat(classifier.accuracy(test).value()).isGreaterThan(0.93);
    assertThat(losses).hasSize(6 * 50);
    assertThat(losses.getFirst()).isCloseTo(Math.log(10), within(0.5));
  }

  @Test
  void aLossThatIsNotFiniteStopsTheTraining() {
    ClassifierSettings wild = new ClassifierSettings(1, 28, 2, 1e30);
    assertThatThrownBy(() -> Classifier.train(NETWORK, train, wild, NoiseKey.of(7), _ -> true))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageContainingAll(
            "stopped being finite in step", "lower the learning rate", "1.0E30");
  }

  /// Nearest neighbours in features know the class better than chance by far: alike pictures are
  /// near.
  @Test
  void alikePicturesAreNearInItsFeatures() {
    Batch known = classifier.features(train.all());
    Batch asked = classifier.features(test.all());
    assertThat(known.shape()).isEqualTo(Shape.vector(32));
    int right = 0;
    for (int i = 0; i < asked.count(); i++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < known.count(); j++) {
        double distance = 0;
        for (int k = 0; k < 32; k++) {
          double by = asked.get(i, k) - known.get(j, k);
          distance += by * by;
        }
        if (distance < least) {
          least = distance;
          nearest = j;
        }
      }
      right += train.label(nearest) == test.label(i) ? 1 : 0;
    }
    assertThat((double) right / asked.count()).isGreaterThan(0.93);
  }

  @Test
  void theFeaturesOfAPictureDoNotDependOnThoseBesideIt() {
    Batch all = classifier.features(test.rows(0, 40));
    for (int i = 0; i < 40; i += 7) {
      assertThat(classifier.features(test.rows(i, 1))).isEqualTo(all.slice(i, 1));
    }
  }

  private ClassifierModel model() {
    return new ClassifierModel(
        classifier,
        new ClassifierCard(
            "digits", "0".repeat(64), 1400, 6, 7, Optional.of(classifier.accuracy(test))));
  }

  @Test
  void asAMapOfFeaturesItSaysWhatTheyAre() {
    ClassifierModel model = model();
    assertThat(model.features(test.rows(0, 5))).isEqualTo(classifier.features(test.rows(0, 5)));
    assertThat(model.shape()).isEqualTo(test.shape());
    assertThat(model.name())
        .startsWith("32 features of a classifier trained on digits (accuracy 0.9")
        .endsWith("on 397 held-out pictures)");
    assertThat(model.notice()).contains(model.name(), "not the standard FID");
    Classifier other =
        Classifier.train(
                NETWORK, test, new ClassifierSettings(1, 397, 1, 1e-3), NoiseKey.of(7), _ -> true)
            .orElseThrow();
    assertThat(new ClassifierModel(other, model.card()).sha256())
        .hasSize(64)
        .isNotEqualTo(model.sha256());
  }

  @Test
  void trainingEndsWhereTheWatchSaysSo() {
    List<Double> seen = new ArrayList<>();
    assertThat(
            Classifier.train(
                NETWORK, test, SETTINGS, NoiseKey.of(7), loss -> seen.add(loss) && seen.size() < 3))
        .isEmpty();
    assertThat(seen).hasSize(3);
  }

  @Test
  void whatIsWrittenIsReadBack(@TempDir Path folder) {
    Path file = folder.resolve("features.safetensors");
    ClassifierModel model = model();
    model.write(file);
    ClassifierModel read = ClassifierModel.read(file);
    assertThat(read.classifier().network()).isEqualTo(NETWORK);
    assertThat(read.card()).isEqualTo(model.card());
    assertThat(read.sha256()).isEqualTo(model.sha256());
    assertThat(read.features(test.rows(0, 5))).isEqualTo(classifier.features(test.rows(0, 5)));
    new SafeTensors(Map.of(), Map.of("kind", "gaussian")).write(file);
    assertThatThrownBy(() -> ClassifierModel.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(file.toString(), "no classifier");
    new SafeTensors(
            Map.of(),
            Map.of(
                "kind",
                "classifier",
                "card",
                Settings.json(model.card()),
                "network",
                Settings.json(NETWORK),
                "pixels",
                "{\"mean\":0,\"deviation\":1}"))
        .write(file);
    assertThatThrownBy(() -> ClassifierModel.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("stage.0.0.conv.weight");
  }

  @Test
  void dataOfOtherSizesAreRefused() {
    ImageClassifier other = new ImageClassifier(Shape.image(1, 8, 8), 3, 8, 1, 8);
    assertThatThrownBy(() -> Classifier.train(other, test, SETTINGS, NoiseKey.of(1), _ -> true))
        .hasMessageContainingAll("3 classes", "10 classes");
    assertThatThrownBy(() -> new ImageClassifier(Shape.image(1, 8, 8), 3, 8, 5, 8))
        .hasMessageContainingAll("halved 5 times", "fewer stages");
    assertThatThrownBy(() -> new ClassifierSettings(0, 1, 1, 1)).hasMessageContaining("epochs");
  }

  /// Along the gradient itself; the loss in float32 allows no small step.
  @Test
  void theGradientIsTheSlopeOfTheCrossEntropy() {
    float[] parameters = Layout.of(NETWORK).start(NoiseKey.of(3));
    float[] pictures = PixelScale.of(test).floats(test.rows(0, 10));
    int[] labels = new int[10];
    Arrays.setAll(labels, test::label);
    try (ClassifierGradients gradients = new ClassifierGradients(NETWORK, 4)) {
      float[] g = gradients.at(parameters, pictures, labels).gradient();
      double slope = 0;
      for (float v : g) {
        slope += (double) v * v;
      }
      double h = 2e-3 / slope;
      double up = loss(gradients, parameters, g, h, pictures, labels);
      double down = loss(gradients, parameters, g, -h, pictures, labels);
      assertThat((up - down) / (2 * h)).isCloseTo(slope, within(0.01 * slope));
    }
  }

  private static double loss(
      ClassifierGradients gradients, float[] at, float[] g, double h, float[] x, int[] labels) {
    float[] moved = at.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (h * g[i]);
    }
    double sum = 0;
    for (float loss : gradients.at(moved, x, labels).losses()) {
      sum += loss;
    }
    return sum / labels.length;
  }

  /// One epoch; four reach 93 %.
  @Test
  @Tag("slow")
  void itTellsClothesApart() {
    Assumptions.assumeTrue(
        DataSources.standard().open("fashion-mnist") instanceof Labelled,
        "dataset-fashion-mnist is not installed");
    Labelled clothes = (Labelled) DataSources.standard().open("fashion-mnist");
    Classifier trained =
        Classifier.train(
                ImageClassifier.small(clothes.shape(), 10),
                clothes,
                new ClassifierSettings(1, 128, 4, 2e-3),
                NoiseKey.of(1),
                _ -> true)
            .orElseThrow();
    assertThat(
            trained.accuracy((Labelled) DataSources.standard().open("fashion-mnist-test")).value())
        .isGreaterThan(0.87);
  }
}
