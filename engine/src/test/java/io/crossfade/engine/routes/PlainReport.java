package io.crossfade.engine.routes;

/// What a router says that neither counts its transactions nor tells how it gets ready.
public final class PlainReport {
  private PlainReport() {}

  public static RouterReport of(
      String router, long epoch, long inFlight, boolean drained, boolean leaving, long sequence) {
    return new RouterReport(router, epoch, inFlight, drained, leaving, sequence, null, null);
  }
}
