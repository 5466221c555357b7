package io.crossfade.demo.load;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// Where the two databases are: JDBC URLs with their credentials, from a file, so that no process
/// list shows them.
public record Databases(String source, String target) {

  static Databases read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return new Databases(
        properties.getProperty("source", ""), properties.getProperty("target", ""));
  }

  public void write(Path file) throws IOException {
    Files.writeString(file, "source=" + source + "\ntarget=" + target + "\n");
  }
}
