package io.crossfade.mysql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Database;
import io.crossfade.connector.Shape;
import io.crossfade.mysql.TestDatabase;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.SQLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of a table that somebody alters, and what is not. */
@Timeout(60)
class ShapesIT {
  private static Shape shape(Database database) {
    return database.catalog().shapes().get(0);
  }

  @ParameterizedTest
  @EnumSource(MySqlVersion.class)
  void eachChangeOfATableIsToldAndACounterIsNone(MySqlVersion version) throws SQLException {
    try (TestDatabase on = TestDatabase.on(version)) {
      on.run("CREATE TABLE item (id int AUTO_INCREMENT PRIMARY KEY, v varchar(9))");
      Shape before = shape(on.database());
      on.run("INSERT INTO item (v) VALUES ('a')", "ALTER TABLE item AUTO_INCREMENT = 1000");
      assertThat(shape(on.database())).isEqualTo(before);

      on.run("TRUNCATE TABLE item");
      Shape truncated = shape(on.database());
      assertThat(truncated.storage()).isNotEqualTo(before.storage());
      assertThat(truncated.columns()).isEqualTo(before.columns());

      on.run("ALTER TABLE item ENGINE = InnoDB");
      assertThat(shape(on.database()).storage()).isNotEqualTo(truncated.storage());

      on.run("ALTER TABLE item ADD COLUMN later int");
      Shape added = shape(on.database());
      assertThat(added.columns()).isNotEqualTo(before.columns());
      assertThat(added.numbers()).startsWith(before.numbers());

      on.run("ALTER TABLE item DROP COLUMN v");
      assertThat(shape(on.database()).numbers().startsWith(before.numbers())).isFalse();
    }
  }
}
