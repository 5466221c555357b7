package io.crossfade.demo.load;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a client does next. About a third of all transactions only read.
final class Choice {
  private final Memory memory;
  private final List<Option> options;
  private final int sum;

  Choice(Memory memory) {
    this.memory = memory;
    this.options =
        List.of(
            new Option(180, () -> Optional.of(order(false))),
            new Option(4, () -> Optional.of(order(true))),
            new Option(140, () -> memory.takeUnpaid().map(order -> new Pay(memory, order))),
            new Option(60, () -> Optional.of(new FillCart(memory, memory.anyCustomer()))),
            new Option(60, () -> memory.takeCart().map(cart -> new CancelCart(memory, cart))),
            new Option(60, () -> memory.takeCode().map(code -> new Recode(memory, code))),
            new Option(60, () -> memory.takeReview().map(one -> new EditReview(memory, one))),
            new Option(50, () -> memory.takeName().map(name -> new Rename(memory, name))),
            new Option(30, () -> Optional.of(new Register(memory))),
            new Option(30, () -> Optional.of(new AppendEvents(3))),
            new Option(160, () -> Optional.of(new Browse(memory, memory.anyCustomer()))),
            new Option(160, () -> memory.lastOrder().map(ReadOwn::new)));
    this.sum = options.stream().mapToInt(Option::weight).sum();
  }

  /// Where a client has nothing of the chosen kind, it buys something.
  Action next() {
    int drawn = memory.random().nextInt(sum);
    for (Option option : options) {
      drawn -= option.weight();
      if (drawn < 0) {
        Optional<? extends Action> action = option.action().get();
        return action.isPresent() ? action.get() : order(false);
      }
    }
    throw new IllegalStateException("The weights do not add up to " + sum);
  }

  private Action order(boolean slow) {
    return new PlaceOrder(memory, memory.anyCustomer(), slow);
  }

  /// @param weight how often, beside the others' weights
  private record Option(int weight, Supplier<Optional<? extends Action>> action) {}
}
