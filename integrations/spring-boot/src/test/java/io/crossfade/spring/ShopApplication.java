package io.crossfade.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** An application as people have it, which knows nothing of routes but who is asking. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(ShopApplication.Notes.class)
class ShopApplication {
  @Bean
  ReaderKey reader() {
    return () -> {
      RequestAttributes request = RequestContextHolder.getRequestAttributes();
      return request instanceof ServletRequestAttributes http
          ? http.getRequest().getHeader("Customer")
          : null;
    };
  }

  @RestController
  static class Notes {
    private final JdbcTemplate jdbc;

    Notes(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @PostMapping("/notes")
    @Transactional
    public int write(@RequestParam("said") String said) {
      return jdbc.update("INSERT INTO note (said) VALUES (?)", said);
    }

    /** Says which server answers, too. */
    @GetMapping("/notes")
    @Transactional(readOnly = true)
    public List<@Nullable String> read(@RequestHeader("Customer") String customer) {
      return jdbc.queryForList(
          "SELECT said FROM note UNION ALL SELECT split_part(current_setting('server_version'), '.', 1)",
          String.class);
    }
  }
}
