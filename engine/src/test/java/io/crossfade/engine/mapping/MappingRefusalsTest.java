package io.crossfade.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MappingRefusalsTest {
  private static final String ONE_WAY =
      "; or give the rollback after the cutover up with reverse: none";

  private static void refuses(Manifest manifest, ErrorCode code, String... lines) {
    CrossfadeException refused =
        catchThrowableOfType(
            CrossfadeException.class, () -> Mappings.plan(manifest, Shop.SOURCE, Shop.DIALECTS));
    assertThat(Objects.requireNonNull(refused.getMessage()).lines())
        .containsExactly(Arrays.stream(lines).map(l -> "shop.yaml:" + l).toArray(String[]::new));
    assertThat(refused.code()).isEqualTo(code);
  }

  private static void refuses(String mapping, String... lines) {
    refuses(Shop.manifest(mapping), ErrorCode.MAPPING_INVALID, lines);
  }

  @Test
  void patternsThatMatchNothing() {
    refuses(
        Shop.withTables("tables: [public.*, public.order, sales.*]\nexclude: [public.tmp_*]", ""),
        ErrorCode.MAPPING_INVALID,
        "4:20: no table of the source matches public.order; did you mean public.orders?",
        "4:34: no table of the source matches sales.*; there is public.customers, public.orders",
        "5:11: no table of the source matches public.tmp_*; there is public.customers, public.orders");
  }

  @Test
  void aScopeWithoutTables() {
    refuses(
        Shop.withTables("tables: [public.*]\nexclude: ['*.*']", ""),
        ErrorCode.MAPPING_INVALID,
        "4:10: no table is left to move; widen tables or narrow exclude");
  }

  @Test
  void rulesForWhatIsNotThere() {
    refuses(
        """
        public.custmers: {to: public.x}
        public.orders: {columns: {totl: {to: x}}}
        """,
        "6:3: the source has no table public.custmers; did you mean public.customers?",
        "7:29: public.orders has no column totl; did you mean total?");
  }

  @Test
  void rulesForWhatIsNotMoved() {
    refuses(
        Shop.withTables("tables: [public.customers]", "public.orders: {to: public.x}"),
        ErrorCode.MAPPING_INVALID,
        "6:3: table public.orders has a mapping, but is not moved; add it to tables, take it out of exclude, or remove its mapping");
  }

  @Test
  void twoTablesUnderOneName() {
    refuses(
        "public.customers: {to: public.orders}",
        "6:3: public.customers and public.orders would both become public.orders; give one of them another name with to, or exclude it; or let them become one, by a constant in the key of each: add: {COLUMN: {type: TYPE, constant: VALUE, key: true}}");
  }

  @Test
  void twoColumnsUnderOneName() {
    refuses(
        """
        public.orders:
          columns: {total: {to: code}}
          add: {customer: {type: text, constant: x}}
        """,
        "7:15: columns total and code of public.orders would both become code; give one of them another name with to, or drop it",
        "8:44: column customer is added, but column customer of public.orders already has that name;"
            + " choose another name, or drop or rename column customer");
  }

  @Test
  void keysThatWouldLoseTheirOrder() {
    refuses(
        """
        public.customers: {columns: {id: {drop: true}}}
        public.orders: {columns: {number: {cast: text}}}
        """,
        "6:32: column id is in the primary key of public.customers and cannot be dropped;"
            + " keep it: a row on one side must have exactly one counterpart on the other",
        "7:29: column number of public.orders is in the primary key and cannot be cast from integer to text;"
            + " a key may change among integers, or to a text that is no shorter: only there do both sides order keys alike");
  }

  @Test
  void castsThatCannotBe() {
    refuses(
        "public.customers: {columns: {search: {cast: varchar(20)}}}",
        "6:32: column search of public.customers is generated and cannot be cast; drop it and add a column with an expression");
  }

  @Test
  void aGeneratedColumnKeepsItsName() {
    refuses(
        "public.customers: {columns: {search: {to: find}}}",
        "6:32: column search of public.customers is generated and cannot be renamed: it is compared by its name;"
            + " remove to, or drop it and add a column with an expression");
  }

  @Test
  void comparisonsThatCannotBe() {
    refuses(
        "public.customers: {columns: {id: {compare: sql}, email: {compare: never}, last_name: {compare: sql}}}",
        "6:32: column id of public.customers is in the primary key, by which rows are found; it can only be compared exactly; remove compare",
        "6:52: column email of public.customers is written by Crossfade, so it has to be compared;"
            + " remove compare, or write compare: sql; never is for columns that the databases compute",
        "6:77: column last_name of public.customers has a type that is always compared exactly;"
            + " remove compare; sql is for numeric, double precision, real and character(n)");
  }

  @Test
  void changesUnderAGeneratedColumn() {
    refuses(
        "public.customers: {columns: {email: {to: mail}}}",
        "6:32: column email changes, but generated column search of public.customers is made of it;"
            + " drop search, and add it again with an expression where the target needs it");
  }

  @Test
  void constantsOfAnotherType() {
    refuses(
        """
        public.orders:
          columns: {total: {drop: true, whenMissing: much}}
          add:
            a: {type: integer, constant: 1.5}
            b: {type: text, nullable: false, constant: null}
        """,
        "9:36: the constant of column a is no integer; write a whole number of 32 bits",
        "10:50: column b is NOT NULL, but its constant is null; give it a value, or take nullable: false away");
    refuses(
        "public.orders: {columns: {total: {drop: true, whenMissing: much}}}",
        "6:62: whenMissing of column total of public.orders is no numeric(12,2); write a number such as 12.50 that fits the type");
  }

  @Test
  void expressionsThatAreWrong() {
    refuses(
        """
        public.customers:
          columns:
            nickname: {drop: true, inverse: ful_name}
          add:
            full_name: {type: text, expression: "first_name + lst_name"}
            points: {type: integer, expression: "email"}
            late: {type: text, nullable: false, expression: "last_name"}
        """,
        "8:39: the expression of column nickname of public.customers is wrong at character 1:"
            + " public.customers has no column ful_name, and there is no such function;"
            + " its columns are id, email, first_name, last_name, created, vat, score, full_name, points, late",
        "10:43: the expression of column full_name of public.customers is wrong at character 14:"
            + " public.customers has no column lst_name, and there is no such function;"
            + " its columns are id, email, first_name, last_name, created, vat, nickname, score",
        "11:43: the expression of column points of public.customers is wrong at character 1:"
            + " it gives string, but the column is integer; make it give int, for instance by int(...)",
        "12:55: the expression of column late of public.customers is wrong at character 1:"
            + " it gives NULL where last_name is NULL, but the column is NOT NULL;"
            + " say what it shall be then, for instance coalesce(last_name, ...)");
  }

  @Test
  void aWayBackWithoutAValue() {
    refuses(
        Shop.manifest(
            "public.orders: {columns: {total: {drop: true}, code: {drop: true, whenMissing: null}}}"),
        ErrorCode.MAPPING_NOT_REVERSIBLE,
        "6:29: column total of public.orders is dropped, but on the way back a new row needs a value for it"
            + " (NOT NULL, no default); write whenMissing: VALUE beside drop, or inverse: EXPRESSION over the target's columns"
            + ONE_WAY,
        "6:82: column code of public.orders is NOT NULL, but its whenMissing is null; give whenMissing a value"
            + ONE_WAY);
  }

  @Test
  void aWayBackThatAUniqueIndexWouldStop() {
    refuses(
        Shop.manifest(
            "public.customers: {columns: {email: {drop: true, whenMissing: x}, search: {drop: true}}}"),
        ErrorCode.MAPPING_NOT_REVERSIBLE,
        "6:32: whenMissing gives every new row the same value, but unique index customers_email of public.customers allows it once;"
            + " write inverse: EXPRESSION over the target's columns instead"
            + ONE_WAY);
  }
}
