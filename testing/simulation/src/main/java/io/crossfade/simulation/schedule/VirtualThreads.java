package io.crossfade.simulation.schedule;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;

/// Virtual threads whose scheduler is ours. The JDK has this and does not offer it, so it is taken
/// by reflection, here and nowhere else (docs/adr/0011-virtual-threads-with-our-scheduler.md). The
/// JVM is started with `--add-opens java.base/java.lang=ALL-UNNAMED`.
final class VirtualThreads {
  private static final Method NEW = find();

  private VirtualThreads() {}

  /// @param scheduler is given the thread's next part each time that it can go on
  static Thread unstarted(Executor scheduler, String name, Runnable work) {
    try {
      return (Thread) NEW.invoke(null, scheduler, name, 0, work);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("no virtual thread could be made", e);
    }
  }

  private static Method find() {
    try {
      Method method =
          Class.forName("java.lang.ThreadBuilders")
              .getDeclaredMethod(
                  "newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "this JVM does not let the simulation schedule virtual threads: run it with a JDK 25 and"
              + " --add-opens java.base/java.lang=ALL-UNNAMED",
          e);
    }
  }
}
