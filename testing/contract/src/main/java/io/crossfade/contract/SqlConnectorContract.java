package io.crossfade.contract;

/**
 * All of the contract for a database that speaks SQL: its types and what hangs on its tables, too.
 */
public interface SqlConnectorContract
    extends ConnectorContract, SqlCatalogContract, SqlPlanContract, SqlTypesContract {}
