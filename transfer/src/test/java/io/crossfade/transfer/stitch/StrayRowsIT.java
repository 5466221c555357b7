package io.crossfade.transfer.stitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Key;
import io.crossfade.model.Mapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.follow.Follower;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One table becomes another one for each value with which a key begins. */
class StrayRowsIT {
  private final Scene scene = new Scene();

  private static final class Heard extends Silence {
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    @Override
    public void interrupted(CrossfadeException error) {
      errors.add(String.valueOf(error.getMessage()));
    }
  }

  @AfterEach
  void end() {
    scene.close();
  }

  /**
   * The log tells of it before others see it: who looks too early would take it for gone, pass over
   * it, and lose it.
   */
  @Test
  void aRowWithAValueOfNobodysIsNotTakenForGoneBeforeItCanBeSeen() {
    scene.with("CREATE TABLE orders (region text, id int, PRIMARY KEY (region, id))");
    scene.target.sql("CREATE TABLE eu (id int PRIMARY KEY)");
    AtomicBoolean hidden = new AtomicBoolean(true);
    scene.source.hooks().on("Snapshot.rows", call -> hidden.get() ? null : call.proceed());
    scene
        .source
        .hooks()
        .on(
            "Log.awaitVisible",
            call -> {
              hidden.set(false);
              return call.proceed();
            });
    Heard heard = new Heard();
    Follower follower = scene.follow(sliced(), heard);

    scene.source.sql("INSERT INTO orders VALUES ('zz', 5)");

    Await.until("the stream stands", () -> !heard.errors.isEmpty());
    assertThat(heard.errors.element()).contains("orders with the key zz,5 belongs to no table");
    scene.source.sql("UPDATE orders SET region = 'eu'");
    scene.awaitApplied(follower);
    assertThat(scene.target.column("SELECT id FROM eu")).containsExactly("5");
  }

  private Mapping sliced() {
    Table orders = scene.tables().get(0);
    Table eu =
        scene.target.real().catalog().tables().stream()
            .filter(table -> table.name().name().equals("eu"))
            .findFirst()
            .orElseThrow();
    return new Mapping(
        Direction.FORWARD,
        List.of(
            new TableMapping(
                orders,
                eu,
                List.of(new ColumnMapping.Copied("id", "id")),
                Map.of(),
                Key.of("eu"))));
  }
}
