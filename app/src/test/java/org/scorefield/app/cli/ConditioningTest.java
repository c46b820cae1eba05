package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scorefield.app.cli.Cli.done;
import static org.scorefield.app.cli.Cli.refuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.data.file.DataSources;

/// Classes and guidance, on the class-conditional model in closed form.
class ConditioningTest {
  @TempDir private Path temp = Path.of("");

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  @BeforeEach
  void fitAGaussianAClass() {
    done("fit", "gaussian", "--classes", "--rank", "10", "--data", "digits", "--out", path("m"));
  }

  /// Mean over samples and components of the distance to the mean of a class, squared.
  private double distanceToClass(int label, String run) {
    Labelled digits = (Labelled) DataSources.standard().open("digits");
    double[] mean = new double[64];
    int count = 0;
    for (int i = 0; i < digits.size(); i++) {
      if (digits.label(i) == label) {
        double[] row = digits.rows(i, 1).shared();
        for (int j = 0; j < 64; j++) {
          mean[j] += row[j];
        }
        count++;
      }
    }
    Batch samples = DataSources.standard().open(path(run + "/samples.npy")).all();
    double[] sample = new double[64];
    for (int i = 0; i < samples.count(); i++) {
      for (int j = 0; j < 64; j++) {
        sample[j] += samples.shared()[i * 64 + j] / samples.count();
      }
    }
    double total = 0;
    for (int j = 0; j < 64; j++) {
      total += Math.pow(sample[j] - mean[j] / count, 2) / 64;
    }
    return total;
  }

  @Test
  void aClassIsSampled() throws IOException {
    done("sample", path("m"), "--class", "3", "-n", "200", "--steps", "10", "--out", path("r"));
    assertThat(distanceToClass(3, "r")).isLessThan(0.2 * distanceToClass(0, "r"));
    JsonNode record = new ObjectMapper().readTree(Files.readString(temp.resolve("r/run.json")));
    assertThat(record.get("settings").get("class").asText()).isEqualTo("3");
    assertThat(record.get("settings").has("guidance")).isFalse();
  }

  @Test
  void guidanceIsRecordedAndWeightOneDoesNothing() throws IOException {
    done("sample", path("m"), "--class", "1", "-n", "9", "--steps", "6", "--out", path("plain"));
    done(
        "sample",
        path("m"),
        "--class",
        "1",
        "--guidance",
        "1",
        "-n",
        "9",
        "--steps",
        "6",
        "--out",
        path("one"));
    done(
        "sample",
        path("m"),
        "--class",
        "1",
        "--guidance",
        "3",
        "--guidance-interval",
        "0.1,2",
        "-n",
        "9",
        "--steps",
        "6",
        "--out",
        path("three"));
    byte[] plain = Files.readAllBytes(temp.resolve("plain/samples.npy"));
    assertThat(Files.readAllBytes(temp.resolve("one/samples.npy"))).isEqualTo(plain);
    assertThat(Files.readAllBytes(temp.resolve("three/samples.npy"))).isNotEqualTo(plain);
    JsonNode settings =
        new ObjectMapper()
            .readTree(Files.readString(temp.resolve("three/run.json")))
            .get("settings");
    assertThat(settings.get("guidance").asText()).isEqualTo("3.0");
    assertThat(settings.get("guide").asText()).isEqualTo("itself without class");
    assertThat(settings.get("guided at noise levels").asText()).isEqualTo("0.1 to 2.0");
  }

  @Test
  void aModelIsLedAwayFromAWorseOne() {
    done("fit", "gaussian", "--data", "digits", "--rank", "0", "--out", path("worse"));
    done(
        "sample",
        path("m"),
        "--guide",
        path("worse"),
        "-n",
        "9",
        "--steps",
        "6",
        "--out",
        path("r"));
    done(
        "sample",
        path("m"),
        "--class",
        "2",
        "--guide",
        path("worse"),
        "-n",
        "9",
        "--steps",
        "6",
        "--out",
        path("c"));
  }

  @Test
  void aClosedFormStartForAClassIsByTheRowsOfTheClass() {
    Cli cli =
        done(
            "sample",
            path("m"),
            "--class",
            "0",
            "--teleport",
            "auto",
            "--data",
            "digits",
            "-n",
            "5",
            "--out",
            path("r"));
    assertThat(cli.out()).contains("measured on the model's law", "class 0");
    Dataset samples = DataSources.standard().open(path("r/samples.npy"));
    assertThat(samples.size()).isEqualTo(5);
    assertThat(distanceToClass(0, "r")).isLessThan(distanceToClass(1, "r"));
  }

  @Test
  void whatCannotBeIsRefusedWithACure() {
    done("fit", "gaussian", "--data", "digits", "--out", path("plain"));
    done("fit", "gaussian", "--data", "moons", "--out", path("plane"));
    refuses("classes 0 to 9, got 10", "sample", path("m"), "--class", "10", "--out", path("x"));
    refuses("classes 0 to 9, got -1", "sample", path("m"), "--class", "-1", "--out", path("x"));
    refuses(
        "knows no classes; fit one to labelled data with --classes",
        "sample",
        path("plain"),
        "--class",
        "1",
        "--out",
        path("x"));
    refuses("say which (--class)", "sample", path("m"), "--guidance", "2", "--out", path("x"));
    refuses(
        "goes with --guidance or --guide",
        "sample",
        path("m"),
        "--guidance-interval",
        "1,2",
        "--out",
        path("x"));
    refuses(
        "takes two noise levels",
        "sample",
        path("m"),
        "--class",
        "1",
        "--guidance",
        "2",
        "--guidance-interval",
        "1",
        "--out",
        path("x"));
    refuses(
        "0 or more, got -1",
        "sample",
        path("m"),
        "--class",
        "1",
        "--guidance",
        "-1",
        "--out",
        path("x"));
    refuses(
        "a guide is a worse model of the same data",
        "sample",
        path("plain"),
        "--guide",
        path("plane"),
        "--out",
        path("x"));
    refuses("has no labels", "fit", "gaussian", "--classes", "--data", "moons", "--out", path("y"));
    assertThat(temp.resolve("x")).doesNotExist();
    assertThat(temp.resolve("y")).doesNotExist();
  }

  @Test
  void optionsOfAnotherKindAreRefusedByName() {
    refuses(
        "--components goes with gmm, stack, not with gaussian",
        "fit",
        "gaussian",
        "--data",
        "digits",
        "--components",
        "3",
        "--out",
        path("x"));
    refuses(
        "--rank goes with gaussian, gmm, stack, not with empirical",
        "fit",
        "empirical",
        "--data",
        "digits",
        "--rank",
        "3",
        "--out",
        path("x"));
    refuses("did you mean 'gaussian'", "fit", "gausian", "--data", "digits", "--out", path("x"));
    refuses("needs a kind of model: gaussian, gmm", "fit");
    assertThat(temp.resolve("x")).doesNotExist();
    assertThat(Cli.run("fit", "--help").out()).contains("gaussian", "empirical");
  }
}
