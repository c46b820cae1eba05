package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A network in an ONNX file is a MODEL like any other on the command line.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportedModelTest {
  private Path models = Path.of("");
  @TempDir private Path temp = Path.of("");

  private String path(String name) {
    return temp.resolve(name).toString();
  }

  @BeforeAll
  void export(@TempDir Path folder) {
    models = folder;
    String model = folder.resolve("m.safetensors").toString();
    ok("fit", "mlp", "--data", "digits", "--steps", "20", "--out", model);
    ok("export", model, "--out", folder.resolve("m.onnx").toString());
  }

  private static Cli ok(String... args) {
    Cli cli = Cli.run(args);
    assertThat(cli.code()).as(cli.err()).isZero();
    return cli;
  }

  @Test
  void itSamplesAsTheModelItWasExportedFrom() throws IOException {
    for (String name : new String[] {"m.onnx", "m.safetensors"}) {
      ok("sample", models.resolve(name).toString(), "-n", "5", "--steps", "4", "--out", path(name));
    }
    double[] ours = Sources.open(path("m.safetensors/samples.npy")).all().shared();
    double[] theirs = Sources.open(path("m.onnx/samples.npy")).all().shared();
    assertThat(theirs).containsExactly(ours, within(1e-3));
  }

  @Test
  void featuresOfAnOnnxFileAreMeasuredAndKept() throws IOException {
    Path file = Files.write(temp.resolve("f.onnx"), flatten());
    String cache = path("cache");
    String[] evaluate = {
      "evaluate",
      "digits",
      "--data",
      "digits",
      "--features",
      file.toString(),
      "--feature-cache",
      cache,
      "--metrics",
      "frechet",
      "--no-control",
      "--json",
      "--out"
    };
    Cli refused = Cli.run(with(evaluate, path("a")));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("no 'f.yaml' beside it", "docs/imported-models.md");
    Files.writeString(
        temp.resolve("f.yaml"), "about: the pixels\nlayout: nchw\nvalue_range: [-1, 1]\n");
    JsonNode first = new ObjectMapper().readTree(ok(with(evaluate, path("b"))).out());
    assertThat(first.get("settings").get("features").asText())
        .startsWith("64 features of the pixels (f.onnx, sha256 ");
    assertThat(first.get("results").get(0).get("value").asDouble()).isLessThan(1e-6);
    assertThat(Files.readString(temp.resolve("b/report.html"))).contains("not the standard FID");
    List<Path> kept = files(Path.of(cache));
    assertThat(kept).isNotEmpty();
    ok(with(evaluate, path("c")));
    assertThat(files(Path.of(cache))).isEqualTo(kept);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static String[] with(String[] args, String last) {
    return Stream.concat(Stream.of(args), Stream.of(last)).toArray(String[]::new);
  }

  /// An ONNX file of one operator, which lays the 8 by 8 pixels of a picture in a row.
  private static byte[] flatten() {
    byte[] node = field(1, text("x"), 2, text("y"), 4, text("Flatten"));
    byte[] graph = field(1, node, 2, text("g"), 11, port("x", 1, 8, 8), 12, port("y", 64));
    return field(1, 8, 7, graph, 8, field(2, 17));
  }

  /// An array of floats whose first axis is left open.
  private static byte[] port(String name, int... axes) {
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    shape.writeBytes(field(1, field(2, text("n"))));
    for (int axis : axes) {
      shape.writeBytes(field(1, field(1, axis)));
    }
    return field(1, text(name), 2, field(1, field(1, 1, 2, shape.toByteArray())));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A message of protocol buffers: numbers of fields, each with a whole number below 128 or with
  /// bytes.
  private static byte[] field(Object... numbersAndValues) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < numbersAndValues.length; i += 2) {
      int number = (int) numbersAndValues[i];
      if (numbersAndValues[i + 1] instanceof byte[] bytes) {
        out.write(number << 3 | 2);
        for (int left = bytes.length; ; left >>= 7) {
          out.write(left < 128 ? left : left & 127 | 128);
          if (left < 128) {
            break;
          }
        }
        out.writeBytes(bytes);
      } else {
        out.write(number << 3);
        out.write((int) numbersAndValues[i + 1]);
      }
    }
    return out.toByteArray();
  }
}
