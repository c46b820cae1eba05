# Sourced by bench/jmh and bench/peers/run, with $home the repository: finds JDK 25 in $jdk, builds
# the benchmarks if their sources are newer than their jar, sets $classpath and $flags.

needed=25

find_jdk() {
  local candidate
  for candidate in "${SCOREFIELD_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$candidate/bin/java" ] && [ -f "$candidate/release" ] &&
      [ "$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release")" -ge "$needed" ]; then
      echo "$candidate"
      return 0
    fi
  done
  echo "needs a JDK $needed or later: install one, or point SCOREFIELD_JAVA_HOME at it" >&2
  return 1
}

jdk=$(find_jdk)
jar=$home/bench/target/scorefield-bench.jar
if [ ! -f "$jar" ] || [ -n "$(find "$home/pom.xml" "$home/core/pom.xml" "$home/engine/pom.xml" "$home/bench/pom.xml" \
  "$home/core/src/main" "$home/engine/src/main" "$home/bench/src/main" -newer "$jar" -print -quit)" ]; then
  echo "building the benchmarks ..." >&2
  (cd "$home" && mvn -q -B -ntp -pl bench -am -DskipTests package) >&2
fi
classpath=$jar:$home/bench/target/lib/*
flags=(--enable-native-access=ALL-UNNAMED -Xmx"${SCOREFIELD_BENCH_HEAP:-8g}")
# Idle OpenMP workers must sleep, not spin: they share the cores with our threads.
export OMP_WAIT_POLICY=passive
