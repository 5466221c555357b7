package io.crossfade.e2e.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// The machine's clock, threads of one's own, and waits that end by the machine's time.
final class MachineCall extends DescribedPredicate<JavaMethodCall> {
  MachineCall() {
    super("real time or threads");
  }

  @Override
  public boolean test(JavaMethodCall call) {
    JavaClass owner = call.getTargetOwner();
    String method = call.getName();
    return owner.isEquivalentTo(Executors.class)
        || (owner.isEquivalentTo(System.class) && method.matches("nanoTime|currentTimeMillis"))
        || (owner.isEquivalentTo(Instant.class) && method.equals("now"))
        || (owner.isEquivalentTo(Thread.class) && method.matches("sleep|of.*|startVirtualThread"))
        || (owner.isEquivalentTo(Object.class) && method.matches("wait|notify|notifyAll"))
        || (owner.isEquivalentTo(Condition.class) && method.equals("awaitNanos"))
        || (owner.isEquivalentTo(CompletableFuture.class) && isWithoutExecutor(call))
        || isLimited(call);
  }

  private static boolean isWithoutExecutor(JavaMethodCall call) {
    return call.getName().matches("(run|supply)Async")
        && call.getTarget().getRawParameterTypes().size() == 1;
  }

  /// `await(10, SECONDS)`, and whatever else waits so.
  private static boolean isLimited(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().startsWith("java.util.concurrent")
        && !call.getTargetOwner().isEquivalentTo(TimeUnit.class)
        && call.getTarget().getRawParameterTypes().stream()
            .anyMatch(type -> type.isEquivalentTo(TimeUnit.class));
  }
}
