package io.crossfade.engine.store;

import io.crossfade.model.CrossfadeException;
import java.nio.file.Path;
import java.time.Duration;

/// Takes the guard of a directory, says so, and holds it until its standard input ends.
final class GuardChild {
  private GuardChild() {}

  public static void main(String[] args) throws Exception {
    try (ProcessGuard _ = ProcessGuard.take(Path.of(args[0]), Duration.ZERO)) {
      System.out.println("taken");
      int _ = System.in.read();
    } catch (CrossfadeException e) {
      System.out.println(e.code() + " " + e.getMessage());
    }
  }
}
