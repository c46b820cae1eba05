/// Settings: a YAML or JSON file as a Java record, read strictly, and written back.
///
/// The record is the schema. A component `learningRate` is the key `learning_rate`; its type says
/// what may stand there, and the record's constructor which values are allowed:
///
/// ```
/// record Training(long steps, double learningRate, Weighting weighting, Optional<Warmup> warmup) {}
///
/// Training settings = Settings.read(Path.of("training.yaml"), Training.DEFAULTS);
/// ```
///
/// | component | in the file |
/// |---|---|
/// | `int`, `long` | a whole number, `1_000` or `1000`; not `1e3`, not `010` |
/// | `double` | a number, `1e-3`, `.inf`; never NaN |
/// | `boolean` | `true` or `false`; not `yes`, not `on` |
/// | `String` | text, in quotes or without |
/// | an enum | the constant's name, in any case, `-` or `_`: `log-uniform` |
/// | a record | a section of its own |
/// | a type variable `<R extends Record>` | a section as of the record that stands there by default |
/// | `List<T>` | a list, of any of these |
/// | `Optional<T>`, `OptionalInt`, `OptionalLong`, `OptionalDouble` | the value, or `null` for none |
///
/// Keys that are not in the file keep the value of the defaults that were given; without defaults
/// optional components are empty and all others are required. A list is replaced as a whole, and
/// the records in it have no defaults.
///
/// Whatever else is in the file is refused, by a {@link org.scorefield.data.DataException} with the
/// file, the line and the cure: a key that is not known (with the one that was probably meant), a
/// key given twice, a value of another type or outside of what the constructor allows, aliases and
/// tags, a second document, more than 1 MiB or 16 levels. Reading runs nothing but the constructors
/// of the records asked for. {@link org.scorefield.settings.Settings} is the door.
@NullMarked
package org.scorefield.settings;

import org.jspecify.annotations.NullMarked;
