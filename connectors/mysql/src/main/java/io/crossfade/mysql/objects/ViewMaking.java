package io.crossfade.mysql.objects;

import io.crossfade.connector.Lease;
import io.crossfade.connector.NotCarried;
import io.crossfade.model.ObjectName;
import io.crossfade.model.SchemaObject;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import io.crossfade.mysql.workspace.MadeObjects;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes views that are not there yet; one that the server refuses keeps no other from it. */
public final class ViewMaking {
  private static final Pattern NAME = Pattern.compile("`((?:[^`]|``)+)`\\.`((?:[^`]|``)+)`");

  private final Sessions sessions;
  private final Connection connection;
  private final MadeObjects made;

  public ViewMaking(Sessions sessions, Connection connection, Lease lease) {
    this.sessions = sessions;
    this.connection = connection;
    this.made = new MadeObjects(connection, lease);
  }

  /** Which of them were not written by a database of this kind. */
  public static Map<ObjectName, String> obstacles(List<SchemaObject> objects) {
    Map<ObjectName, String> obstacles = new LinkedHashMap<>();
    for (SchemaObject object : objects) {
      if (!isView(object)) {
        obstacles.put(
            object.name(),
            "it is written in the words of another kind of database; make it by hand");
      }
    }
    return obstacles;
  }

  private static boolean isView(SchemaObject object) {
    return object.name().kind().equals(ViewReading.VIEW)
        && object.definition().startsWith(ViewReading.CREATE);
  }

  /** Gives what the server refused. */
  public List<NotCarried> make(List<SchemaObject> objects) throws SQLException {
    Set<ObjectName> there = new HashSet<>();
    for (SchemaObject object : objects) {
      ViewReading.read(connection, Set.of(table(object.name()).schema()), List.of())
          .forEach(view -> there.add(view.name()));
    }
    List<NotCarried> refused = new ArrayList<>();
    for (SchemaObject object : objects) {
      if (isView(object) && !there.contains(object.name())) {
        make(object, refused);
      }
    }
    return refused;
  }

  private void make(SchemaObject object, List<NotCarried> refused) throws SQLException {
    TableName name = table(object.name());
    made.record(MadeObjects.Kind.VIEW, name.schema(), name.name(), "");
    try {
      Transaction.execute(connection, object.definition());
    } catch (SQLException e) {
      if (SqlState.mayPass(e)) {
        throw sessions.failed("make " + object.name(), e);
      }
      made.forget(MadeObjects.Kind.VIEW, name.schema(), name.name(), "");
      refused.add(
          new NotCarried(
              object.name().toString(),
              "the target",
              sessions.failed("make it", e).getMessage()
                  + "; make it by hand: "
                  + object.definition()));
    }
  }

  private static TableName table(ObjectName view) {
    Matcher name = NAME.matcher(view.name());
    if (!name.matches()) {
      throw new IllegalArgumentException(view.name());
    }
    return new TableName(name.group(1).replace("``", "`"), name.group(2).replace("``", "`"));
  }
}
