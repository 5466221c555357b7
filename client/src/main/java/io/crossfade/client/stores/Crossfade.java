package io.crossfade.client.stores;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.KeptRoute;
import io.crossfade.client.Router;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The traffic of one migration through this process: one per process, safe for use by many threads.
 *
 * <p>A reader under a key sees what the same key wrote here: for some time after a write its reads
 * go where it was written. That time has to be longer than the other side is behind.
 */
public final class Crossfade implements AutoCloseable {
  /** How long a key reads where it wrote. */
  public static final Duration OWN_WRITES = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RoutedCalls calls;

  private Crossfade(RoutedCalls calls) {
    this.calls = calls;
  }

  /**
   * Follows the routes of a running control plane.
   *
   * @param connectionFile which {@code crossfade run} writes: an address and a token
   * @throws io.crossfade.model.CrossfadeException NOT_RUNNING if no route came within ten seconds
   */
  public static Crossfade connect(Path connectionFile) {
    return connect(ControlPlane.in(connectionFile), "application", null);
  }

  /**
   * The same, which begins with the route that was kept where no control plane answers.
   *
   * @param application what people are to see
   */
  public static Crossfade connect(
      Supplier<ControlPlane> planes, String application, @Nullable KeptRoute kept) {
    return over(new Router(HttpRouteSource.open(planes, application, PATIENCE, kept)), OWN_WRITES);
  }

  /**
   * Over a router, which is closed with this.
   *
   * @param ownWrites how long a key reads where it wrote; nothing where it need not
   */
  public static Crossfade over(Router router, Duration ownWrites) {
    return new Crossfade(new RoutedCalls(router, ownWrites, System::nanoTime));
  }

  /**
   * A store of the application's own.
   *
   * @param name the same wherever this store is meant
   * @param type a public interface, of which each side has an implementation
   */
  public <S> StoreBuilder<S> route(String name, Class<S> type) {
    return new StoreBuilder<>(calls, name, type);
  }

  /**
   * Reads where the route says.
   *
   * @param key for whom; without one, reads follow only once all of them have moved
   */
  public <T extends @Nullable Object, E extends Exception> T read(
      @Nullable String key, StoreCall<T, E> source, StoreCall<T, E> target) throws E {
    return calls.read("read", key, null, either(source, target));
  }

  /**
   * Writes where the route says; what is read and written within it, on this thread, belongs to it.
   *
   * @throws io.crossfade.model.CrossfadeException before either call: HELD_TOO_LONG, or
   *     NOT_ALLOWED_NOW where the route writes both sides; stores with a mirror can do that
   */
  public <T extends @Nullable Object, E extends Exception> T write(
      @Nullable String key, StoreCall<T, E> source, StoreCall<T, E> target) throws E {
    return calls.write("write", key, null, either(source, target));
  }

  private static <T extends @Nullable Object, E extends Exception> SideCall<T, E> either(
      StoreCall<T, E> source, StoreCall<T, E> target) {
    return side -> side == Side.SOURCE ? source.call() : target.call();
  }

  public Router router() {
    return calls.router();
  }

  /** Stops following routes, and tells the control plane that nobody need wait for this process. */
  @Override
  public void close() {
    calls.router().close();
  }
}
