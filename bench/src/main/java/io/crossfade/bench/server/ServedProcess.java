package io.crossfade.bench.server;

import io.crossfade.servers.FreePort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `crossfade server` in a process of its own, with the options and classes of this one.
final class ServedProcess implements AutoCloseable {
  private static final String MAIN = "io.crossfade.cli.Main";
  private static final double TICKS_PER_SECOND = 100;
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
  private static final Pattern USED = Pattern.compile("used ([0-9]+)K");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final Path directory;
  private final int port;
  private final double seconds;

  private ServedProcess(Path directory) throws Exception {
    this.directory = directory;
    this.port = FreePort.pick();
    long start = System.nanoTime();
    this.process = builder().start();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("the server does not start; see " + output());
      }
      Thread.sleep(10);
    }
    this.seconds = (System.nanoTime() - start) / 1e9;
  }

  static ServedProcess start(Path directory) throws Exception {
    return new ServedProcess(directory);
  }

  private ProcessBuilder builder() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "server"));
    command.addAll(List.of("--port", "" + port, "--state-dir", directory.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
  }

  private Path output() {
    return directory.resolve("output");
  }

  private boolean isReady() throws InterruptedException {
    try {
      HttpRequest ready = HttpRequest.newBuilder(uri("/readyz")).build();
      return http.send(ready, BodyHandlers.discarding()).statusCode() == 200
          && Files.exists(directory.resolve("token"));
    } catch (IOException e) {
      return false;
    }
  }

  /// From its start until it was ready.
  double seconds() {
    return seconds;
  }

  HttpRequest.Builder request(String path) throws IOException {
    List<String> token = Files.readAllLines(directory.resolve("token"));
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token.getLast());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /// Seconds until it has answered.
  double took(String path) throws Exception {
    HttpRequest request = request(path).build();
    long start = System.nanoTime();
    int status = http.send(request, BodyHandlers.ofByteArray()).statusCode();
    if (status != 200) {
      throw new IllegalStateException(path + " was answered with " + status);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /// Resident.
  double megabytes() throws IOException {
    return found(RESIDENT, Files.readString(Path.of("/proc", "" + process.pid(), "status"))) / 1e3;
  }

  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /// What is left after everything is thrown away that can be.
  double heapMegabytes() throws Exception {
    jcmd("GC.run");
    return found(USED, jcmd("GC.heap_info")) / 1e3;
  }

  private String jcmd(String command) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "" + process.pid(),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return said;
  }

  private static double found(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return Double.parseDouble(found.group(1));
  }

  @Override
  public void close() throws Exception {
    http.shutdownNow();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
