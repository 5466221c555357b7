package io.crossfade.postgresql.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Finding;
import io.crossfade.model.Column;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.schema.PostgresCatalog;
import io.crossfade.postgresql.session.Sessions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one server says of itself is held against what another says. */
class DifferencesIT {
  private final Endpoint source = TestServer.newDatabase(18);

  @Test
  void whereNothingDiffersNothingIsSaid() {
    assertThat(differences(settings(source), source, List.of())).isEmpty();
  }

  @Test
  void anOlderTargetIsSaid() {
    assertThat(differences(settings(source), TestServer.newDatabase(16), List.of()))
        .extracting(Finding::what)
        .anySatisfy(what -> assertThat(what).startsWith("it is PostgreSQL 16 and the source 18"));
    assertThat(differences(settings(TestServer.newDatabase(16)), source, List.of()))
        .extracting(Finding::what)
        .noneSatisfy(what -> assertThat(what).contains("it is PostgreSQL"));
  }

  @Test
  void encodingSortOrderAndTimeZoneAreHeldAgainstEachOther() {
    Endpoint other =
        copyOf("ENCODING 'LATIN1' LOCALE_PROVIDER icu ICU_LOCALE 'de' LC_COLLATE 'C' LC_CTYPE 'C'");
    TestServer.execute(
        other,
        "ALTER DATABASE %s SET TimeZone = 'Asia/Tokyo'"
            .formatted(TestServer.query(other, "SELECT current_database()")));
    Table people =
        new Table(
            new TableName("public", "people"),
            List.of(
                new Column("id", "integer", false, null, false, false),
                new Column("mail", "public.citext", true, null, false, false)),
            List.of("id"),
            List.of(Index.plain("people_mail", List.of("mail"), true)),
            List.of(),
            0);

    assertThat(differences(settings(source), other, List.of(people)))
        .anySatisfy(f -> {
          assertThat(f.severity()).isEqualTo(Finding.Severity.STOPS);
          assertThat(f.what()).startsWith("its encoding is LATIN1 and the source's UTF8");
        })
        .anySatisfy(f -> assertThat(f.what()).startsWith("it sorts text by de icu"))
        .anySatisfy(f -> {
          assertThat(f.where()).isEqualTo("public.people");
          assertThat(f.what()).startsWith("column mail is unique without regard to case");
        })
        .anySatisfy(f -> assertThat(f.what()).startsWith("its time zone is Asia/Tokyo"))
        .hasSize(4);
  }

  private Endpoint copyOf(String options) {
    String name = TestServer.query(source, "SELECT current_database() || '_other'");
    TestServer.execute(source, "CREATE DATABASE " + name + " TEMPLATE template0 " + options);
    return new Endpoint(
        source.url().replaceFirst("/[^/?]*\\?", "/" + name + "?"),
        source.user(),
        source.password());
  }

  private static Map<String, String> settings(Endpoint endpoint) {
    try (Sessions sessions = new Sessions(endpoint)) {
      return new PostgresCatalog(sessions).settings();
    }
  }

  private static List<Finding> differences(
      Map<String, String> source, Endpoint target, List<Table> tables) {
    try (Sessions sessions = new Sessions(target)) {
      return new PostgresCatalog(sessions).differences(source, tables);
    }
  }
}
