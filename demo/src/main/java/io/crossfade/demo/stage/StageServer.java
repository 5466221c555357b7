package io.crossfade.demo.stage;

/// A real server that runs for the demo. It flushes every commit to disk.
public interface StageServer extends AutoCloseable {

  /// As people call it.
  String name();

  /// JDBC URL of the shop's database, as the workload and the judge use it.
  String url();

  /// JDBC URL without the user.
  String address();

  /// What somebody would type to run these two statements.
  String shell(String first, String second);

  void kill();

  void restart();

  /// Stops it; the files stay.
  @Override
  void close();
}
