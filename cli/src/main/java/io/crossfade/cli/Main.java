package io.crossfade.cli;

import org.slf4j.bridge.SLF4JBridgeHandler;

/// The command `crossfade`.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // drivers and our own libraries log by the JDK's means
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(
        CrossfadeCommand.commandLine(new InProcessEngine(), Terminal.system()).execute(args));
  }
}
