/// The command line: one class a command, and {@link org.scorefield.app.cli.Main}, which puts them
/// together.
@NullMarked
package org.scorefield.app.cli;

import org.jspecify.annotations.NullMarked;
