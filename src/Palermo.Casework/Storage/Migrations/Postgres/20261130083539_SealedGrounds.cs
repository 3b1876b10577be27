using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Palermo.Casework.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SealedGrounds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LegalBasis",
                table: "Overrides");

            migrationBuilder.RenameColumn(
                name: "Reason",
                table: "Overrides",
                newName: "Grounds");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "Grounds",
                table: "Overrides",
                newName: "Reason");

            migrationBuilder.AddColumn<string>(
                name: "LegalBasis",
                table: "Overrides",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");
        }
    }
}
