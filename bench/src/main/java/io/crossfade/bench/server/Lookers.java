package io.crossfade.bench.server;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// Who look on at a migration: some follow its events, and its status is asked for again and again.
final class Lookers implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ServedProcess server;
  private final List<CompletableFuture<HttpResponse<Void>>> following = new ArrayList<>();

  /// @param nanos of each answer, ascending
  record Answers(List<Long> nanos, long failed) {
    int count() {
      return nanos.size();
    }

    /// In milliseconds.
    double percentile(int of) {
      return nanos.get(Math.min(nanos.size() - 1, nanos.size() * of / 100)) / 1e6;
    }
  }

  private record Answer(int status, long nanos) {}

  /// @param last the event after which they go on
  Lookers(ServedProcess server, int clients, int last) throws Exception {
    this.server = server;
    for (int client = 0; client < clients; client++) {
      HttpRequest follow =
          server
              .request("/migrations/shop/events")
              .header("Accept", "text/event-stream")
              .header("Last-Event-ID", "" + last)
              .build();
      following.add(http.sendAsync(follow, BodyHandlers.discarding()));
    }
  }

  /// How many were not cut off.
  long following() {
    return following.stream().filter(one -> !one.isDone()).count();
  }

  Answers ask(int rate, Duration duration) throws Exception {
    HttpRequest status = server.request("/migrations/shop/status").build();
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    long start = System.nanoTime();
    long count = rate * duration.toSeconds();
    for (long one = 0; one < count; one++) {
      long due = start + one * 1_000_000_000L / rate;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long begun = System.nanoTime();
      asked.add(
          http.sendAsync(status, BodyHandlers.ofByteArray())
              .thenApply(answer -> new Answer(answer.statusCode(), System.nanoTime() - begun)));
    }
    List<Answer> answers = asked.stream().map(CompletableFuture::join).toList();
    return new Answers(
        answers.stream().map(Answer::nanos).sorted().toList(),
        answers.stream().filter(answer -> answer.status() != 200).count());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
