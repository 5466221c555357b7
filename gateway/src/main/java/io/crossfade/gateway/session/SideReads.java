package io.crossfade.gateway.session;

import io.crossfade.client.Buckets;
import io.crossfade.client.Freshness;
import io.crossfade.client.Router;
import io.crossfade.client.SideGuard;
import io.crossfade.client.shadow.Arrivals;
import io.crossfade.client.shadow.Comparison;
import io.crossfade.client.shadow.Laboratory;
import io.crossfade.client.shadow.Redaction;
import io.crossfade.client.shadow.ShadowLimits;
import io.crossfade.client.shadow.ShadowReader;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.reads.Batch;
import io.crossfade.gateway.reads.Catalog;
import io.crossfade.gateway.reads.Read;
import io.crossfade.gateway.reads.Recogniser;
import io.crossfade.gateway.settings.Reads;
import io.crossfade.gateway.wire.Messages;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What all sessions of a gateway share to have reads answered by the side that is not written, and
/// compared.
public final class SideReads implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SideReads.class.getName());
  private static final long NANOS_BETWEEN_LOOKS = TimeUnit.MINUTES.toNanos(1);
  private static final String CATALOG = "crossfade catalog";

  private final Reads settings;
  private final boolean allowed;
  private final Router router;
  private final Recogniser recogniser = new Recogniser();
  private final Laboratory laboratory = new Laboratory(ShadowLimits.USUAL, Redaction.NO_VALUES);
  private final SideRest rest = new SideRest();
  private final SpareConnections spare = new SpareConnections();
  private final AtomicBoolean learning = new AtomicBoolean();
  private volatile long learnedAt = System.nanoTime() - NANOS_BETWEEN_LOOKS;

  public SideReads(Reads settings, Router router) {
    this.settings = settings;
    this.allowed = !settings.equals(Reads.NONE);
    this.router = router;
    laboratory.tellTo(router);
  }

  public Laboratory laboratory() {
    return laboratory;
  }

  /// By what a session is chosen.
  String key(String user, Map<String, String> startup) {
    return switch (settings.sticky()) {
      case "" -> user + " " + Long.toHexString(ThreadLocalRandom.current().nextLong());
      case "user" -> user;
      default -> startup.getOrDefault(settings.sticky(), "");
    };
  }

  Duration within() {
    return settings.within();
  }

  /// Whether the other side answers reads of this session.
  boolean areShifted(Route route, Side own, String key) {
    return mayRead(route, own) && router.side(true, key) != own;
  }

  /// Whether reads of this session are compared.
  boolean areCompared(Route route, Side own, String key) {
    return route.shadowPercent() > 0
        && mayRead(route, own)
        && Buckets.within(route.shadowPercent(), route.migration(), key);
  }

  /// Nothing is shifted during a hold, nor before the session is where writes go.
  private boolean mayRead(Route route, Side own) {
    return allowed
        && !route.held()
        && !route.writes().mirrored()
        && route.writes().authoritative() == own;
  }

  @Nullable Read find(String sql) {
    return recogniser.find(sql);
  }

  /// The numbers of types; null if a user has made one of them.
  ///
  /// @param names as an array of PostgreSQL
  @Nullable List<String> types(String names) {
    List<String> numbers = new ArrayList<>();
    for (String name : names.substring(1, names.length() - 1).split(",")) {
      String number = recogniser.catalog().types().get(name.replace("\"", ""));
      if (number != null) {
        numbers.add(number);
      } else if (!name.isEmpty()) {
        return null;
      }
    }
    return numbers;
  }

  /// Asks both databases for what statements may call and read, if that is long ago.
  void learn(Shared shared, EventLoop loop, Login login) {
    if (System.nanoTime() - learnedAt >= NANOS_BETWEEN_LOOKS
        && learning.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("gateway-catalog")
          .start(() -> {
            try {
              recogniser.learn(
                  Catalog.of(
                      catalog(shared, loop, login, Side.SOURCE),
                      catalog(shared, loop, login, Side.TARGET),
                      settings.tables()));
            } catch (Exception e) {
              recogniser.learn(Catalog.NONE);
              LOG.log(
                  System.Logger.Level.WARNING,
                  "All reads stay where writes go: the catalogs cannot be read",
                  e);
            } finally {
              learnedAt = System.nanoTime();
              learning.set(false);
            }
          });
    }
  }

  private List<List<String>> catalog(Shared shared, EventLoop loop, Login login, Side side)
      throws Exception {
    Likeness plain = new Likeness(login, Map.of("client_encoding", "UTF8"), List.of());
    List<List<String>> rows = ask(shared, loop, plain, side, CATALOG, Catalog.QUESTION);
    return rows.stream()
        .map(row ->
            row.stream().map(text -> Objects.requireNonNull(Batch.decoded(text, "UTF8"))).toList())
        .toList();
  }

  /// Null if the side was away a moment ago.
  @Nullable OtherSide open(Shared shared, EventLoop loop, Side side, Likeness likeness) {
    return rest.isOver() ? OtherSide.open(shared, loop, side, likeness, rest) : null;
  }

  /// Asks both sides once more, later and elsewhere.
  void compare(Shared shared, EventLoop loop, Sample sample) {
    new ShadowReader(
            router,
            SideGuard.NONE,
            laboratory,
            comparison(sample.read()),
            (written, key) -> arrival(shared, loop, sample, written))
        .repeat(
            sample.read().name(),
            sample.key(),
            sample.answered(),
            side ->
                spare.ask(
                    shared,
                    loop,
                    sample.likeness(),
                    side,
                    connection ->
                        Replay.ask(connection, sample.question(), sample.read().ordered())));
  }

  private static Comparison comparison(Read read) {
    Comparison rows = Comparison.EXACT.mapsAreRows();
    return read.ordered() ? rows : rows.unordered("");
  }

  private Arrivals.@Nullable Arrival arrival(
      Shared shared, EventLoop loop, Sample sample, Side written) throws Exception {
    Freshness freshness = router.freshness(router.route());
    if (freshness == null) {
      return null;
    }
    List<List<String>> position =
        ask(
            shared,
            loop,
            sample.likeness(),
            written,
            "crossfade position",
            freshness.positionQuery());
    String question = OtherSide.reached(freshness, position.getFirst().getFirst());
    return () ->
        ask(shared, loop, sample.likeness(), written.other(), "crossfade reached", question)
            .getFirst()
            .getFirst()
            .equals("t");
  }

  private List<List<String>> ask(
      Shared shared, EventLoop loop, Likeness likeness, Side side, String name, String sql)
      throws Exception {
    return spare.ask(
        shared,
        loop,
        likeness,
        side,
        connection -> {
          ByteBuf question = connection.channel().alloc().buffer();
          Messages.ask(question, name, sql);
          Messages.sync(question);
          return Dialog.ask(connection, question, shared.limits().login());
        });
  }

  @Override
  public void close() {
    laboratory.close();
    spare.close();
  }
}
