package io.crossfade.server;

import io.crossfade.engine.store.Answers;
import io.crossfade.engine.store.Answers.Known;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Sha256;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request that moves a migration and bears the header `Idempotency-Key` is carried out once:
/// with the same key again, at any server on the store, it gets the same answer for a day. A
/// refusal has changed nothing and is not kept, so that the same request may be tried again. One
/// that failed, or over which a server died, is never carried out again by its key: half of it may
/// be done, and somebody may have undone it since.
public final class KeyedRequests implements Routes {
  static final String HEADER = "Idempotency-Key";
  static final String REPEATED = "Idempotency-Replayed";

  private static final Logger LOG = LoggerFactory.getLogger(KeyedRequests.class);
  private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(5);
  private static final String FORM = "[\\x21-\\x7e]{1,200}";

  private final Answers answers;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  private record Begun(String key) {}

  public KeyedRequests(Answers answers) {
    this.answers = answers;
    Thread.ofVirtual().name("keyed-requests").start(this::renewUntilClosed);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::begin);
    routes.after(this::end);
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void begin(Context request) {
    @Nullable String given = request.header(HEADER);
    if (given == null
        || Needs.isLooking(request)
        || !request.path().startsWith("/migrations")
        || request.path().endsWith("/share")) { // whose answer is a secret
      return;
    }
    if (!given.matches(FORM)) {
      throw new BadRequestResponse(
          "the header " + HEADER + " must be 1 to 200 letters of ASCII, without spaces");
    }
    String key = digest(By.of(request), given);
    if (!underWay.add(key)) {
      throw underWay(request);
    }
    try {
      begin(request, key);
    } finally {
      if (request.attribute(Begun.class.getName()) == null) {
        underWay.remove(key);
      }
    }
  }

  private void begin(Context request, String key) {
    switch (known(key, request)) {
      case Known.Begun _ -> request.attribute(Begun.class.getName(), new Begun(key));
      case Known.Answered(int status, String contentType, String body) ->
          request
              .status(status)
              .contentType(contentType)
              .header(REPEATED, "true")
              .result(body)
              .skipRemainingHandlers();
      case Known.UnderWay _ -> throw underWay(request);
      case Known.Abandoned _ ->
          throw refused(
              HttpStatus.CONFLICT,
              "the server that worked on this very request is not heard of any more, and nobody knows how much of it is done. Look at the status of the migration; where it is still wanted, ask with a new key");
      case Known.Other _ ->
          throw refused(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "this " + HEADER + " was given with a request for something else: take a new one");
    }
  }

  private Known known(String key, Context request) {
    try {
      return answers.begin(
          key,
          digest(
              request.method().name(), request.path(), "" + request.queryString(), request.body()));
    } catch (CrossfadeException e) {
      if (request.path().endsWith("/rollback")) {
        LOG.warn("a rollback is never barred, though its key cannot be looked up", e);
        return new Known.Begun();
      }
      throw new CrossfadeException(
          ErrorCode.NOT_ALLOWED_NOW,
          "nothing was begun, for nobody can look up whether it was asked for before: %s Ask again when that is mended."
              .formatted(e.getMessage()),
          e);
    }
  }

  private void end(Context request) {
    Begun begun = request.attribute(Begun.class.getName());
    if (begun == null) {
      return;
    }
    @Nullable String body = request.result();
    try {
      if (body != null && !isRefusal(request.status())) {
        String type = "" + request.res().getContentType();
        answers.keep(begun.key(), new Known.Answered(request.statusCode(), type, body));
      } else {
        answers.drop(begun.key());
      }
    } catch (CrossfadeException e) {
      LOG.warn("the answer to a request cannot be kept under its key: {}", e.getMessage());
    } finally {
      underWay.remove(begun.key());
    }
  }

  /// Whether nothing was begun. Of what failed on a server's side nobody knows how far it came.
  private static boolean isRefusal(HttpStatus status) {
    return status.isClientError() || status == HttpStatus.SERVICE_UNAVAILABLE;
  }

  private void renewUntilClosed() {
    try {
      while (!closed.await(BETWEEN_SIGNS.toMillis(), TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      answers.renew(List.copyOf(underWay));
    } catch (CrossfadeException e) {
      LOG.debug("tried again soon: {}", e.getMessage());
    }
  }

  /// By `Retry-After` a program knows it from a refusal.
  private static HttpResponseException underWay(Context request) {
    request.header("Retry-After", "1");
    return refused(
        HttpStatus.CONFLICT,
        "this very request is under way: ask again, with the same key, for its answer");
  }

  private static HttpResponseException refused(HttpStatus status, String why) {
    return new HttpResponseException(status, why, Map.of());
  }

  /// Of parts that cannot run into each other.
  private static String digest(String... parts) {
    MessageDigest digest = Sha256.inParts();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
