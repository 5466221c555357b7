package io.crossfade.connector.portable;

import io.crossfade.connector.NotCarried;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Refused;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a table other engines do not know. */
public final class LeftOut {
  private final TableName table;
  private final String engine;
  private final List<NotCarried> all = new ArrayList<>();

  LeftOut(TableName table, String engine) {
    this.table = table;
    this.engine = engine;
  }

  public void add(String what, String why) {
    all.add(new NotCarried(what, table.toString(), why));
  }

  /** Nobody translates it. */
  public void untranslated(String what, @Nullable String sql) {
    add(what, words(sql));
  }

  void untranslated(String what, Refused why, String sql) {
    add(what, why.getMessage() + "; " + words(sql));
  }

  private String words(@Nullable String sql) {
    return "it is written for " + engine + "; write it for the target: " + sql;
  }

  List<NotCarried> all() {
    return all;
  }
}
