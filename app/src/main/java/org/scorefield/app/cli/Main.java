package org.scorefield.app.cli;

/// Entry point.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(args.length);
  }
}
