package org.scorefield.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.schedule.DiscreteSchedule;

/// The page on other tools is what the catalogues say. `mvn test -pl core
/// -Dtest=FromOtherToolsDocsTest -Dformat=fix` rewrites it.
class FromOtherToolsDocsTest {
  private static final Path PAGE =
      Path.of(System.getProperty("repository.root", "..")).resolve("docs/from-other-tools.md");
  private static final boolean FIX = "fix".equals(System.getProperty("format"));

  @Test
  void tablesAreTheCatalogues() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Samplers from other tools

            Generated from the catalogues of the package `interop`.

            ```
            scorefield sample model.onnx --scheduler scheduler_config.json --steps 20
            scorefield sample model.onnx --sampler-name "DPM++ 2M Karras" --steps 20
            ```

            Both print what is not the same as in the tool they come from, and keep it in `run.json` and
            in the report. Levels of an imported network are in its own units. For any other model, the
            levels of a scheduler file are taken for data in -1..1, those of a name for data of standard
            deviation 1 (Stable Diffusion's latents), and follow the scale of the model's data; clipping
            is left out, as the range of its data is not known.

            ## Schedulers of diffusers

            The constants that diffusers tests these with are met through their files to single precision.
            "Network" says whether the file also gives what the network predicts and its schedule. An option
            of another class is ignored, as diffusers ignores it; one that no class has is refused.

            | class | solver | network | options |
            |---|---|---|---|
            """);
    for (SchedulerClass type : SchedulerClasses.ALL) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  type.name(), type.solver(), network(type), String.join(", ", type.options())));
    }
    page.append(
        """

        Refused, with what to do:

        | class | why | instead |
        |---|---|---|
        """);
    for (SchedulerClasses.Refused refused : SchedulerClasses.REFUSED) {
      page.append("| `%s` | %s | %s |%n".formatted(refused.name(), refused.why(), refused.cure()));
    }
    page.append(
        """

        ## Names of A1111, k-diffusion and ComfyUI

        A label of A1111 or a function of k-diffusion (`sample_heun`) or ComfyUI (`heun`), and if wanted
        a schedule after it. Without one, a label has the schedule below and a function `karras`.

        | label | function | `--solver` | schedule without another | leaves out the last level |
        |---|---|---|---|---|
        """);
    for (NamedMethod method : NamedMethod.ALL) {
      page.append(
          "| %s | `%s` | `%s` | %s | %s |%n"
              .formatted(
                  method.label(),
                  method.function(),
                  method.solver().name(),
                  method.schedule().label(),
                  method.leavesOut() ? "yes, but for `sample_`" : "no"));
    }
    page.append(
        """

        | schedule | also | levels |
        |---|---|---|
        """);
    for (SigmaSchedule schedule : SigmaSchedule.ALL) {
      page.append(
          "| %s | %s | %s |%n"
              .formatted(schedule.label(), String.join(", ", schedule.names()), schedule.grid()));
    }
    page.append(
        """

        Refused, with what to do:

        | name | why | instead |
        |---|---|---|
        """);
    for (NamedMethod.Refused refused : NamedMethod.REFUSED) {
      page.append(
          "| %s | %s | %s |%n"
              .formatted(String.join(", ", refused.names()), refused.why(), refused.cure()));
    }
    String fresh = page.toString();
    if (FIX) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("run: mvn test -pl core -Dtest=FromOtherToolsDocsTest -Dformat=fix")
        .isEqualTo(fresh);
  }

  private static String network(SchedulerClass type) {
    List<String> said =
        ImportedRuns.config(type.name(), "").network().stream()
            .map(network ->
                network.schedule().schedule() instanceof DiscreteSchedule table
                    ? "a table of " + table.timesteps()
                    : network.schedule().kind().toString().toLowerCase(java.util.Locale.ROOT))
            .toList();
    return said.isEmpty() ? "no" : said.getFirst();
  }
}
