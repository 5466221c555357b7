package io.crossfade.contract;

/** All of the contract. Each test has two empty databases to itself. */
public interface ConnectorContract
    extends CatalogContract,
        WorkspaceContract,
        PlanContract,
        CopyContract,
        TypesContract,
        ApplyContract,
        ApplyRefusalsContract,
        CompareContract,
        FenceContract,
        SequencesContract,
        StreamContract {}
