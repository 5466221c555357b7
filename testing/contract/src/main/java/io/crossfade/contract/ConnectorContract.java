package io.crossfade.contract;

/** What every connector is held to. Each test has two empty databases to itself. */
public interface ConnectorContract
    extends CatalogContract,
        WorkspaceContract,
        PlanContract,
        CopyContract,
        ApplyContract,
        ApplyRefusalsContract,
        BatchUnderWayContract,
        CompareContract,
        FenceContract,
        SequencesContract,
        RetentionContract,
        HealthContract,
        StreamContract {}
