package io.crossfade.adapters.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.adapters.Installed;
import io.crossfade.adapters.Led;
import io.crossfade.model.Side;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PgBouncer prepares statements of the protocol again on whatever connection it takes.
class PreparedStatementsIT {
  @TempDir private Path directory;

  @Test
  void goOnAfterASwitch() throws Exception {
    assumeTrue(preparesStatements(), "it does not prepare statements again before 1.21");
    try (PgBouncerBench bench = PgBouncerBench.start(directory, "max_prepared_statements = 100");
        Led led = new Led(bench.program());
        Connection connection = bench.connect("shop", Map.of("prepareThreshold", "-1"));
        PreparedStatement statement = connection.prepareStatement("SELECT side FROM here")) {
      assertThat(side(statement)).isEqualTo(Side.SOURCE);
      led.holdAndDrain();
      led.moveTo(Side.TARGET);
      assertThat(side(statement)).isEqualTo(Side.TARGET);
    }
  }

  private static Side side(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
      return Side.valueOf(rows.getString(1));
    }
  }

  private static boolean preparesStatements() throws Exception {
    Process asked = new ProcessBuilder(Installed.program("pgbouncer"), "--version").start();
    Matcher version =
        Pattern.compile("PgBouncer 1\\.(\\d+)")
            .matcher(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return version.find() && Integer.parseInt(version.group(1)) >= 21;
  }
}
