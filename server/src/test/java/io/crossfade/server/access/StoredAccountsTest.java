package io.crossfade.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.access.Account;
import io.crossfade.engine.access.Role;
import io.crossfade.engine.access.Token;
import io.javalin.http.ServiceUnavailableResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoredAccountsTest {
  private static final int FLOOD = 20;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
  private final SecureRandom random = new SecureRandom();
  private final String anns = Token.random(random).reveal();
  private final CountDownLatch found = new CountDownLatch(1);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final StoredAccounts accounts = new StoredAccounts(this::look, now::get);

  /// A store that takes its time with what it does not have.
  private Optional<Account> look(String token) {
    if (token.equals(anns)) {
      return Optional.of(
          new Account("ann", "ann", Set.of(Role.VIEWER), "root", now.get(), null, null, null));
    }
    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try {
      found.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    atOnce.decrementAndGet();
    return Optional.empty();
  }

  @Test
  void howeverManyTokensAreTriedTheStoreIsAskedForOneAtATime() {
    assertThat(accounts.principal(anns)).isPresent();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<CompletableFuture<Boolean>> flood = new ArrayList<>();
      for (int i = 0; i < FLOOD; i++) {
        flood.add(CompletableFuture.supplyAsync(this::isToldToComeLater, threads));
      }
      now.set(now.get().plusSeconds(5));
      assertThat(accounts.principal(anns)).as("who was let in before waits for nobody").isPresent();
      var any = CompletableFuture.anyOf(flood.toArray(CompletableFuture[]::new));
      assertThat(any).succeedsWithin(Duration.ofSeconds(10));
      found.countDown();
      assertThat(flood.stream().map(CompletableFuture::join).filter(late -> late)).isNotEmpty();
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).hasValue(1);
  }

  private boolean isToldToComeLater() {
    try {
      assertThat(accounts.principal(Token.random(random).reveal())).isEmpty();
      return false;
    } catch (ServiceUnavailableResponse e) {
      return true;
    }
  }
}
