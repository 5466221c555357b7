package io.crossfade.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class SchemaToolsTest {
  private final MockEnvironment environment = new MockEnvironment();

  @Test
  void whoWouldChangeOneSideIsNamed() {
    environment.setProperty("spring.liquibase.enabled", "false");
    assertThat(warnings(name -> true))
        .singleElement()
        .asString()
        .startsWith("spring.flyway would change the schema of one side only")
        .contains("Set spring.flyway.url");
  }

  @Test
  void whoHasAnAddressOfItsOwnOrIsNotThereIsNot() {
    assertThat(warnings(name -> false)).isEmpty();
    environment.setProperty("spring.flyway.url", "jdbc:postgresql://old/shop");
    assertThat(warnings(name -> name.contains("flyway"))).isEmpty();
  }

  private List<String> warnings(Predicate<String> present) {
    Collecting collecting = new Collecting();
    Logger logger = Logger.getLogger("io.crossfade.spring");
    logger.addHandler(collecting);
    try {
      SchemaTools.warnOf(environment, present);
    } finally {
      logger.removeHandler(collecting);
    }
    return collecting.messages;
  }

  private static final class Collecting extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord told) {
      messages.add(new SimpleFormatter().formatMessage(told));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
