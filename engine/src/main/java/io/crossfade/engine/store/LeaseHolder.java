package io.crossfade.engine.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/// A process that carries a migration on, or wants to.
///
/// @param directory its state directory on that host, in which it says where it can be asked there
/// @param url where others ask it from anywhere; empty where it is no server
public record LeaseHolder(String host, long pid, String directory, String url) {

  public LeaseHolder(String host, long pid, String directory) {
    this(host, pid, directory, "");
  }

  /// This process.
  public static LeaseHolder here(Path directory) {
    return new LeaseHolder(
        thisHost(),
        ProcessHandle.current().pid(),
        directory.toAbsolutePath().normalize().toString());
  }

  /// The same, asked at this URL.
  public LeaseHolder at(String asked) {
    return new LeaseHolder(host, pid, directory, asked);
  }

  public boolean isOnThisHost() {
    return host.equals(thisHost());
  }

  /// As it calls itself.
  public static String thisHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost"; // a machine that does not know its own name has it in no other place
    }
  }

  @Override
  public String toString() {
    return "process %d on %s".formatted(pid, host);
  }
}
