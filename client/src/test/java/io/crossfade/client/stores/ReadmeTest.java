package io.crossfade.client.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The lines of README.md compile, because they stand here too, and stand there as they do here. */
class ReadmeTest {
  private static final String SELF = "src/test/java/io/crossfade/client/stores/ReadmeTest.java";

  /** Compiled; with a control plane it would run. */
  static @Nullable Order lines(OrderStore oldOrders, OrderStore newOrders, Order order)
      throws IOException {
    // begin
    Crossfade crossfade = Crossfade.connect(Path.of(".crossfade/shop/routes"));
    OrderStore orders =
        crossfade.route("orders", OrderStore.class).source(oldOrders).target(newOrders).build();
    orders.save("customer-7", order);
    Order found = orders.find("customer-7");
    // end
    return found;
  }

  @Test
  void theReadmeShowsLinesThatCompile() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    List<String> self = Files.readAllLines(module.resolve(SELF));
    int begin = self.indexOf("    // begin");
    List<String> lines =
        self.subList(begin + 1, self.indexOf("    // end")).stream()
            .map(line -> line.substring("    ".length()))
            .toList();
    assertThat(lines).hasSize(5);
    assertThat(Files.readString(module.resolve("README.md")))
        .contains("```java\n" + String.join("\n", lines) + "\n```");
  }
}
