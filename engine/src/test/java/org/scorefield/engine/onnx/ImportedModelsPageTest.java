package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Wiring;

/// The examples of `docs/imported-models.md` are read as they stand there.
class ImportedModelsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("repository.root", ".."), "docs", "imported-models.md");

  private static List<String> examples() throws IOException {
    return Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void everyExampleIsRead() throws IOException {
    List<String> examples = examples();
    assertThat(examples).hasSize(5);
    for (String example : examples) {
      if (example.startsWith("about:")) {
        assertThat(Settings.parse("the page", example, FeatureSettings.class).about()).isNotBlank();
      } else {
        Wiring wiring = Settings.parse("the page", example, Wiring.class);
        assertThat(wiring.schedule().schedule().name()).isNotBlank();
      }
    }
  }

  @Test
  void everyKeyOfAWiringIsExplained() throws IOException {
    String page = Files.readString(PAGE);
    for (var component : Wiring.class.getRecordComponents()) {
      String key =
          component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
      assertThat(page).contains("`" + key + "`");
    }
  }
}
