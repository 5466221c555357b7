package io.crossfade.bench;

/// One run.
///
/// @param clientCpu seconds of processor time of all clients, this JVM among them
/// @param serverCpu the same of both servers
record Measured(double seconds, double clientCpu, double serverCpu) {
  double allCpu() {
    return clientCpu + serverCpu;
  }
}
