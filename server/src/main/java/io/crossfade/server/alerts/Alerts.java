package io.crossfade.server.alerts;

import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.AuditLog;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Secret;
import io.crossfade.server.hosting.Host;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everybody who is told of what happens here.
public final class Alerts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
  private static final String HEADS = "audit-heads";
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration EACH_MINUTE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final List<Channel> channels;
  private final List<Health> healths = new ArrayList<>();
  private final List<Rounds> rounds = new ArrayList<>();
  private final List<Telling> tellings = new ArrayList<>();

  /// What came of a test message.
  ///
  /// @param why it did not arrive; empty where it did
  public record Tried(String channel, boolean arrived, String why) {}

  private Alerts(List<Channel> channels, InstantSource clock) {
    this.channels = channels;
    this.clock = clock;
  }

  /// SECRET_MISSING where one is not there.
  public static Alerts start(
      AlertSettings settings, SecretReferences secrets, Store store, Host host) {
    InstantSource clock = InstantSource.system();
    List<Secret> known = new ArrayList<>();
    List<Channel> channels = settings.channels(secrets, known, clock);
    Alerts alerts = new Alerts(channels, clock);
    Telling.Source source = new Telling.Source(store, host.states(), UUID.randomUUID().toString());
    for (Channel channel : channels) {
      alerts.tell(channel, settings.kinds(), new Templates(known), source);
    }
    AlertSettings.ToAlertmanager manager = settings.alertmanager();
    if (manager != null) {
      Secret token = manager.token() == null ? null : secrets.token(manager.token());
      alerts.tell(new Alertmanager(manager.url(), token, host, clock));
    }
    AlertSettings.ToWebhook heads = settings.auditHeads();
    if (heads != null) {
      alerts.anchor(AlertSettings.post(heads, secrets, known, clock), store.audit());
    }
    return alerts;
  }

  private void anchor(SignedPost post, AuditLog audit) {
    Anchor anchor = new Anchor(post, audit.head(), clock);
    audit.listen(anchor);
    Health health = new Health(HEADS, clock);
    healths.add(health);
    rounds.add(new Rounds(HEADS, anchor::tell, EVERY, health).start());
  }

  private void tell(
      Channel channel, Set<Message.Kind> kinds, Templates templates, Telling.Source source) {
    Health health = new Health(channel.name(), clock);
    Telling telling = new Telling(channel, kinds, templates, source, health);
    telling.introduce();
    tellings.add(telling);
    healths.add(health);
    rounds.add(new Rounds(channel.name(), telling::tell, EVERY, health).start());
  }

  private void tell(Alertmanager manager) {
    Health health = new Health("alertmanager", clock);
    healths.add(health);
    rounds.add(
        new Rounds(
                "alertmanager",
                () -> {
                  manager.tell();
                  health.arrived();
                },
                EACH_MINUTE,
                health)
            .start());
  }

  /// How each channel is doing.
  public List<Health.View> health() {
    return healths.stream().map(Health::view).toList();
  }

  /// Sends a message to each channel, to see whether it arrives.
  public List<Tried> test(String by) throws InterruptedException {
    Instant now = clock.instant();
    Message message =
        new Message(
            "test-" + UUID.randomUUID(),
            Message.Kind.TEST,
            "none",
            now,
            "A test of Crossfade's messages",
            "%s asked for it. There is nothing to do.".formatted(by));
    List<Tried> tried = new ArrayList<>();
    for (Channel channel : channels) {
      tried.add(tried(channel, message));
    }
    return tried;
  }

  private static Tried tried(Channel channel, Message message) throws InterruptedException {
    try {
      channel.send(message);
      return new Tried(channel.name(), true, "");
    } catch (IOException e) {
      return new Tried(channel.name(), false, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    rounds.forEach(Rounds::close);
    try {
      tellings.forEach(Telling::release);
    } catch (CrossfadeException e) {
      LOG.debug("others wait for a minute: {}", e.getMessage());
    }
  }
}
