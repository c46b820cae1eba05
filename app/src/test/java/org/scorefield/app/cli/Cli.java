package org.scorefield.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// One call of the command line, in this process.
record Cli(int code, String out, String err) {

  static Cli run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(args);
    return new Cli(code, out.toString(), err.toString());
  }

  /// A call that succeeds.
  static Cli done(String... args) {
    Cli cli = run(args);
    assertThat(cli.code()).as(cli.err()).isZero();
    return cli;
  }

  /// A call that is refused as bad usage or input: with these words, no stack trace, no result.
  static void refuses(String words, String... args) {
    Cli cli = run(args);
    assertThat(cli.code()).as(cli.out() + cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(words).doesNotContain("\tat ");
    assertThat(cli.out()).isEmpty();
  }
}
